"""Write down what support a member of staff was offered and given."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed, typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.assessing import fulfil
from upstander.records.audit import recording
from upstander.records.cases.models import Case
from upstander.records.investigations.staff_support import StaffSupport, TakenUp

LONGEST_NAME, LONGEST_WORDS = 200, 2_000
LONG_AGO = timedelta(days=366)
MISSING = {
    "for_whom": "Write whom the support is for.",
    "offered": "Write what was offered.",
    "by_whom": "Write who offered it.",
}


class NotSupported(Problem):
    """For whom, what, by whom or when is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """As it was typed."""

    for_whom: str
    offered: str
    taken_up: str
    given: str
    by_whom: str
    on: date | None


def support_staff(*, actor: Actor, case_id: UUID, offered: Offered, at: datetime) -> StaffSupport:
    """Whoever has given support, or had it declined, has done the duty to support staff.

    Raises: NotPermitted; CaseIsClosed; NotSupported, with a sentence for each field.
    """
    rows = Case.objects.select_for_update(of=("self",)).select_related("assessment")
    case = permitted(actor, May.SUPPORT_STAFF, rows, case_id).still_open()
    problems = _problems(offered, at)
    if problems or offered.on is None:
        raise NotSupported(problems)
    support = StaffSupport.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        for_whom=typed_line(offered.for_whom),
        offered=typed(offered.offered),
        taken_up=offered.taken_up,
        given=typed(offered.given) if offered.taken_up == TakenUp.YES else "",
        by_whom=typed_line(offered.by_whom),
        day=offered.on,
        recorded_by_id=actor.member,
        recorded_at=at,
    )
    if offered.taken_up != TakenUp.OPEN:
        fulfil(case.assessment, {"support_staff"}, by=actor, at=at)
    recording.record(actor, "staff_supported", "case", case.pk, at=at, support=str(support.pk), taken_up=offered.taken_up)
    return support


def _problems(offered: Offered, at: datetime) -> dict[str, str]:
    problems = {field: sentence for field, sentence in MISSING.items() if not typed_line(getattr(offered, field))}
    longest = {"for_whom": LONGEST_NAME, "by_whom": LONGEST_NAME, "offered": LONGEST_WORDS, "given": LONGEST_WORDS}
    problems |= {
        field: f"Use at most {most:,} characters."
        for field, most in longest.items()
        if len(typed(getattr(offered, field))) > most
    }
    if offered.taken_up not in TakenUp.values:
        problems["taken_up"] = "Choose whether they took it up."
    elif offered.taken_up == TakenUp.YES and not typed(offered.given):
        problems["given"] = "Write what was given, and by whom."
    if offered.on is None:
        problems["on"] = "Write the day, such as 3 11 2026."
    elif not in_london(at - LONG_AGO).date() <= offered.on <= in_london(at).date():
        problems["on"] = "The day must be today or within the last year."
    return problems
