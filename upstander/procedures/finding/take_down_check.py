"""Take down what a child, or a family on the telephone, says: has it stopped, is the child safe, anything new."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import LONGEST, typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Case, Involvement
from upstander.records.disclosures.starting_again import take_in
from upstander.records.investigations.checks import Asked, Check, CheckAnswer, Safe, Stopped
from upstander.records.people.models import Person


class NotTakenDown(Problem):
    """Which child, what was said, or the child’s own words are missing, or it was answered meanwhile."""


def take_down_check(
    *,
    actor: Actor,
    case_id: UUID,
    check_id: UUID | None,
    child_id: UUID | None,
    asks: str,
    stopped: str,
    safe: str,
    words: str,
    at: datetime,
) -> CheckAnswer:
    """Without `check_id` somebody said it of their own accord: `child_id` and `asks` say about whom and who said it.

    Raises: NotPermitted; NotTakenDown, with a sentence for each field.
    """
    rows = Case.objects.select_for_update(of=("self",)).select_related("assessment__organisation")
    case = permitted(actor, May.CHECK_STOPPED, rows, case_id)
    check = _open_check(case, check_id) if check_id else None
    child = check.child if check else _child(case, child_id)
    asks, words = check.asks if check else asks, typed(words)
    _check(asks, stopped, safe, words)
    answer = CheckAnswer.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        to_check=check,
        child=child,
        stopped=stopped,
        safe=safe,
        words=words,
        said_by=child.name if asks == Asked.CHILD else f"{child.name}’s family",
        taken_by_id=actor.member,
        at=at,
    )
    again = take_in(answer, by=actor, at=at)
    recording.record(
        actor,
        "check_taken_down",
        "case",
        case.pk,
        at=at,
        answer=str(answer.pk),
        stopped=stopped,
        safe=safe,
        again=again is not None,
    )
    return answer


def _open_check(case: Case, check_id: UUID) -> Check:
    check = Check.objects.askable().filter(case=case, pk=check_id).select_related("child").first()
    if check is None:
        raise NotTakenDown("This was answered, or is asked no more. Look at the page as it is now.")
    return check


def _child(case: Case, child_id: UUID | None) -> Person:
    parts = Involvement.objects.current().filter(case=case, person__is_child=True).select_related("person")
    part = parts.filter(person_id=child_id).first() if child_id else None
    if part is None:
        raise NotTakenDown("Choose the child it is about.", field="child")
    return part.person


def _check(asks: str, stopped: str, safe: str, words: str) -> None:
    problems = {}
    if asks not in Asked.values:
        problems["asks"] = "Choose who said it."
    if stopped not in Stopped.values:
        problems["stopped"] = "Choose whether it has stopped."
    if safe not in Safe.values:
        problems["safe"] = "Choose whether the child is safe."
    if not words:
        problems["words"] = "Write what they said, in their own words."
    if len(words) > LONGEST:
        problems["words"] = f"Use at most {LONGEST:,} characters."
    if problems:
        raise NotTakenDown(problems)
