"""Count open time limits anew, when the school's calendar changes or the clock of a case is stopped or goes on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from upstander.kernel.clock import in_london
from upstander.kernel.school_days import Calendar
from upstander.records.assessments.due import due_despite
from upstander.records.assessments.models import ClockStop, Duty

Stops = Sequence[tuple[date, date]]


def reschedule(of: Q, calendar: Calendar) -> int:
    """`of` narrows the duties: an assessment, or an organisation. Returns for how many the day changed."""
    duties = list(Duty.objects.open().filter(of).exclude(time_limit="").select_for_update())
    stops = stops_of({duty.assessment_id for duty in duties})
    moved = [duty for duty in duties if _move(duty, calendar, stops.get(duty.assessment_id, ()))]
    Duty.objects.bulk_update(moved, ["due_at"], batch_size=500)
    return len(moved)


def _move(duty: Duty, calendar: Calendar, stops: Stops) -> bool:
    before = duty.due_at
    duty.due_at = due_despite(duty.time_limit, duty.counts_from or duty.raised_at, calendar, stops)
    return duty.due_at != before


def stops_of(assessments: Iterable[UUID]) -> Mapping[UUID, Stops]:
    found: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    for stop in ClockStop.objects.filter(assessment__in=assessments).order_by("stopped_at", "id"):
        ended = in_london(stop.started_again_at).date() if stop.started_again_at else stop.until
        found[stop.assessment_id].append((in_london(stop.stopped_at).date(), min(ended, stop.until)))
    return found
