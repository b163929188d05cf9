"""Plan a step of looking into it: who does what by when."""

from datetime import date, datetime, timedelta
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.kernel.problems import Problem
from upstander.kernel.school_days import closing
from upstander.kernel.typed import typed_line
from upstander.records.access.matrix import May
from upstander.records.access.models import Membership
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Case
from upstander.records.cases.sharing import colleague
from upstander.records.investigations.enquiries import PlannedStep, StepKind
from upstander.records.investigations.limits import limits_on

LONGEST_WORDS = 500
FURTHEST = timedelta(days=366)


class NotPlanned(Problem):
    """What, who, by when; or nobody has confirmed what may be asked while the police look into it."""


def plan_step(
    *,
    actor: Actor,
    case_id: UUID,
    kind: str,
    words: str,
    owner_id: UUID | None,
    by_day: date | None,
    within_limits: bool,
    at: datetime,
) -> PlannedStep:
    """`within_limits` is asked for before a statement from a child, where the verdict limits what may be asked.

    Raises: NotPermitted; CaseIsClosed; NotPlanned, with a sentence for each field.
    """
    case = permitted(actor, May.PLAN, Case.objects.select_for_update(of=("self",)), case_id).still_open()
    words, owner = typed_line(words), colleague(actor, owner_id)
    problems = (
        _problems(kind, words, by_day, in_london(at).date()) | _about_owner(case, owner) | _limits(case, kind, within_limits)
    )
    if problems or by_day is None or owner is None:
        raise NotPlanned(problems)
    step = PlannedStep.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        kind=kind,
        words=words,
        owner=owner,
        due_at=closing(by_day),
        within_limits=within_limits,
        added_by_id=actor.member,
        added_at=at,
    )
    recording.record(actor, "step_planned", "case", case.pk, at=at, step=str(step.pk), kind=kind, within_limits=within_limits)
    return step


def _problems(kind: str, words: str, by_day: date | None, today: date) -> dict[str, str]:
    problems = {}
    if kind not in StepKind.values:
        problems["kind"] = "Choose what kind of step it is."
    if not words:
        problems["words"] = "Write whom or what, and about what."
    if len(words) > LONGEST_WORDS:
        problems["words"] = f"Use at most {LONGEST_WORDS} characters."
    if by_day is None:
        problems["by_day"] = "Write the day by which it is done, such as 3 12 2026."
    elif not today <= by_day <= today + FURTHEST:
        problems["by_day"] = "The day must be today or within a year."
    return problems


def _about_owner(case: Case, owner: Membership | None) -> dict[str, str]:
    if owner is None:
        return {"owner": "Choose who does it."}
    if not Case.objects.visible_to(owner.actor()).filter(pk=case.pk).exists():
        return {"owner": f"{owner.display_name} cannot open this case. Give them the case first, or choose somebody else."}
    return {}


def _limits(case: Case, kind: str, within_limits: bool) -> dict[str, str]:
    if kind == StepKind.CHILD and not within_limits and limits_on(case):
        return {"within_limits": "Confirm what is asked before you plan a statement from a child."}
    return {}
