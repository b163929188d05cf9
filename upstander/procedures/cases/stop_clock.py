"""Stop the clock of a case, with the reason and until when; or let it go on sooner. What is urgent never waits for it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.models import ClockStop
from upstander.records.assessments.rescheduling import reschedule
from upstander.records.audit import recording
from upstander.records.cases.models import Case, CaseIsClosed, CaseState

LONGEST = timedelta(days=42)


class NotStopped(Problem):
    """The reason or the day is missing, or the clock is not as the form believed."""


def stop_clock(*, actor: Actor, case_id: UUID, reason: str, until: date | None, at: datetime) -> ClockStop:
    """Raises: NotPermitted; CaseIsClosed; NotStopped."""
    case = _case(actor, case_id)
    if case.state == CaseState.CLOSED:
        raise CaseIsClosed
    day, words = _checked(case, reason, until, at)
    _end_what_is_over(case, at)
    stop = ClockStop.objects.create(
        organisation_id=case.organisation_id,
        assessment=case.assessment,
        stopped_at=at,
        stopped_by_id=actor.member,
        reason=words,
        until=day,
    )
    moved = reschedule(Q(assessment=case.assessment), case.organisation.calendar())
    recording.record(actor, "clock_stopped", "case", case.pk, at=at, until=day.isoformat(), duties_moved=moved)
    return stop


def start_clock(*, actor: Actor, case_id: UUID, at: datetime) -> int:
    """Let it go on from today. Returns for how many duties the day changed.

    Raises: NotPermitted; NotStopped.
    """
    case = _case(actor, case_id)
    running = ClockStop.objects.filter(assessment=case.assessment).running(at)
    if not running.update(started_again_at=at, started_again_by=actor.member):
        raise NotStopped("The clock of this case is not stopped.")
    moved = reschedule(Q(assessment=case.assessment), case.organisation.calendar())
    recording.record(actor, "clock_started", "case", case.pk, at=at, duties_moved=moved)
    return moved


def _case(actor: Actor, case_id: UUID) -> Case:
    rows = Case.objects.select_for_update(of=("self",)).select_related("assessment", "organisation")
    return permitted(actor, May.STOP_CLOCK, rows, case_id)


def _end_what_is_over(case: Case, at: datetime) -> None:
    """A stop whose last day has passed went on by itself; the next one needs its place."""
    over = ClockStop.objects.filter(assessment=case.assessment, started_again_at=None, until__lt=in_london(at).date())
    over.update(started_again_at=at)


def _checked(case: Case, reason: str, until: date | None, at: datetime) -> tuple[date, str]:
    problems, words, today = {}, typed(reason), in_london(at).date()
    if ClockStop.objects.filter(assessment=case.assessment).running(at).exists():
        problems[""] = "The clock is stopped already."
    if not words or len(words) > 2000:
        problems["reason"] = "Write why the time should not count, in at most 2,000 characters."
    if until is None or until <= today:
        problems["until"] = "Write a day after today."
    elif until - today > LONGEST:
        problems["until"] = "Choose a day within six weeks. Look at it again then, and stop it once more if you must."
    if problems or until is None:
        raise NotStopped(problems)
    return until, words
