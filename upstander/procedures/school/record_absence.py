"""Say that somebody is away and who covers for them, or that they are back sooner."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import LONDON, in_london
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May, role_may
from upstander.records.access.models import Absence, Membership
from upstander.records.access.requiring import NotPermitted, permitted
from upstander.records.audit import recording
from upstander.records.cases.sharing import LEADS, colleague

LONGEST = timedelta(days=366)


class NotCovered(Problem):
    """A day is missing, or nobody was chosen who could do what is theirs."""


def record_absence(
    *, actor: Actor, member_id: UUID, cover_id: UUID | None, first: date | None, last: date | None, at: datetime
) -> Absence:
    """What is theirs is shown to the colleague as theirs to do, from the first day to the last.

    Raises: NotPermitted; NotCovered.
    """
    member = permitted(actor, May.KEEP_SCHOOL, Membership.objects.current(), member_id)
    cover, days = _checked(actor, member, cover_id, first, last, at)
    absence = Absence.objects.create(
        organisation_id=member.organisation_id,
        membership=member,
        cover=cover,
        away_from=_midnight(days[0]),
        away_until=_midnight(days[1] + timedelta(days=1)),
        recorded_by_id=actor.member,
        recorded_at=at,
    )
    recording.record(
        actor, "absence_recorded", "membership", member.pk, at=at,
        cover=str(cover.pk), first=days[0].isoformat(), last=days[1].isoformat(),
    )  # fmt: skip
    return absence


def end_absence(*, actor: Actor, absence_id: UUID, at: datetime) -> None:
    """They are back: from now on what is theirs is theirs again. One that had not begun never does.

    Raises: NotPermitted.
    """
    absence = permitted(actor, May.KEEP_SCHOOL, Absence.objects.select_for_update(), absence_id)
    if absence.away_until <= at:
        raise NotPermitted("that absence is over")
    absence.away_until = max(absence.away_from, at)
    absence.save(update_fields=["away_until"])
    recording.record(actor, "absence_ended", "membership", absence.membership_id, at=at)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), LONDON)


def _checked(
    actor: Actor, member: Membership, cover_id: UUID | None, first: date | None, last: date | None, at: datetime
) -> tuple[Membership, tuple[date, date]]:
    problems, cover, last = {}, colleague(actor, cover_id), last or first
    if cover is None or cover.pk == member.pk or not role_may(cover.role, May.DO_DUTY):
        problems["cover"] = "Choose a colleague who can do what is theirs."
    elif member.role in LEADS and cover.role not in LEADS:
        problems["cover"] = f"{member.display_name} may lead cases. Choose a safeguarding lead, a deputy or the head."
    if first is None or last is None:
        problems["first"] = "Write the first day away, such as 7 12 2026."
    elif last < first or last < in_london(at).date():
        problems["last"] = "The last day is before the first, or over already."
    elif last - first > LONGEST:
        problems["last"] = "Choose at most a year."
    elif Absence.objects.filter(
        membership=member, away_from__lt=_midnight(last) + timedelta(days=1), away_until__gt=_midnight(first)
    ):
        problems["first"] = "An absence in these days is recorded already."
    if problems or cover is None or first is None or last is None:
        raise NotCovered(problems)
    return cover, (first, last)
