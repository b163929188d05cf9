"""Say on which days the school is closed, or that it is open after all. Open time limits are counted anew."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted, require
from upstander.records.assessments.rescheduling import reschedule
from upstander.records.audit import recording
from upstander.records.organisations.models import Closure, Organisation

LONGEST = timedelta(days=70)


class NotClosed(Problem):
    """A day or the reason is missing, or they do not go together."""


def close_days(*, actor: Actor, first: date | None, last: date | None, reason: str, at: datetime) -> tuple[Closure, int]:
    """`last` may be left out for a single day. Also for how many duties the day changed.

    Raises: NotPermitted; NotClosed.
    """
    require(actor, May.KEEP_SCHOOL)
    days, words = _checked(first, last, reason)
    organisation = Organisation.objects.get(memberships=actor.member)
    closure = Closure.objects.create(organisation=organisation, first_day=days[0], last_day=days[1], reason=words)
    return closure, _counted_anew(actor, organisation, "days_closed", closure, at)


def open_days(*, actor: Actor, closure_id: UUID, at: datetime) -> int:
    """Take back that the school is closed. Returns for how many duties the day changed.

    Raises: NotPermitted.
    """
    closure = permitted(actor, May.KEEP_SCHOOL, Closure.objects.select_related("organisation"), closure_id)
    Closure.objects.filter(pk=closure.pk).delete()
    return _counted_anew(actor, closure.organisation, "days_opened", closure, at)


def _counted_anew(actor: Actor, organisation: Organisation, verb: str, closure: Closure, at: datetime) -> int:
    moved = reschedule(Q(organisation=organisation.pk), organisation.calendar())
    first, last = closure.first_day.isoformat(), closure.last_day.isoformat()
    recording.record(actor, verb, "organisation", organisation.pk, at=at, first=first, last=last, duties_moved=moved)
    return moved


def _checked(first: date | None, last: date | None, reason: str) -> tuple[tuple[date, date], str]:
    problems, words = {}, typed_line(reason)
    last = last or first
    if first is None or last is None:
        problems["first"] = "Write the day, such as 21 10 2026."
    elif last < first:
        problems["last"] = "The last day cannot be before the first."
    elif last - first > LONGEST:
        problems["last"] = "That is more than ten weeks. Write each holiday by itself."
    if not words or len(words) > 100:
        problems["reason"] = "Write what it is, in at most 100 characters: “autumn half-term”, “INSET day”."
    if problems or first is None or last is None:
        raise NotClosed(problems)
    return (first, last), words
