"""Close a case, once it has been looked into and each family has been told or need not be."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import LONGEST, typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.duties import REACH_FAMILY
from upstander.records.assessments.models import Duty
from upstander.records.audit import recording
from upstander.records.cases.models import Case, CaseState, Family, Involvement
from upstander.records.investigations.models import Finding, Recurrence, StatementLink

# A case does not close over these: they protect a child, and only doing them, or a changed verdict, ends them.
NEVER_LEFT = frozenset({"check_safety_now", "report_to_police", "refer_to_social_care", "consult_lado", "safety_plan"})


class FamiliesWait(Problem):
    def __init__(self, names: list[str]) -> None:
        self.names = names
        who = "One family waits" if len(names) == 1 else f"{len(names)} families wait"
        super().__init__(
            f"{who} to hear: {', '.join(names)}. Tell them first, or record a lawful reason not to. Then you can close the case."
        )


class NotLookedInto(Problem):
    """There is no finding, or nobody is said to have been targeted."""


class StillToDo(Problem):
    """Something that protects a child is still to be done."""


class NotReached(Problem):
    """A message to a family did not arrive, and nobody has said that they were reached another way."""


class MayHaveStartedAgain(Problem):
    """Somebody said that it has started again, and nobody has said what came of it."""


class NoClosingWords(Problem):
    """A case is closed with a word on how it ended."""


def close_case(*, actor: Actor, case_id: UUID, words: str, at: datetime) -> Case:
    """Duties that are still open are withdrawn, in the open; one that protects a child stands in the way instead. The answer
    to a complaint is owed as before, and a reason not to tell a family is looked at again on its day.
    Links that nobody has used are withdrawn.

    Raises: NotPermitted; CaseIsClosed; NotLookedInto; FamiliesWait; StillToDo; NotReached; MayHaveStartedAgain; NoClosingWords.
    """
    case = permitted(actor, May.CLOSE_CASE, Case.objects.select_for_update(of=("self",)), case_id).still_open()
    _check(case)
    case.closing_words = _checked(words)
    case.state, case.closed_at, case.closed_by_id = CaseState.CLOSED, at, actor.membership_id
    case.save(update_fields=["closing_words", "state", "closed_at", "closed_by"])
    open_duties = Duty.objects.of_a_verdict().open().filter(assessment_id=case.assessment_id)
    open_duties.update(withdrawn_at=at, withdrawn_because=f"The case was closed by {actor.name}.")
    StatementLink.objects.filter(case=case, used_at=None, withdrawn_at=None).update(withdrawn_at=at)
    recording.record(actor, "case_closed", "case", case.pk, at=at)
    return case


def _check(case: Case) -> None:
    if not Involvement.objects.current().targeted().filter(case=case).exists():
        raise NotLookedInto("Say who was targeted before you close the case, so that their family is not forgotten.")
    if not Finding.objects.filter(case=case, superseded_at=None).exists():
        raise NotLookedInto("Record what you found before you close the case. “Not established” is a finding too.")
    waiting = Family.objects.waiting().longest_first().filter(case=case).values_list("child__name", flat=True)
    if names := list(waiting):
        raise FamiliesWait(names)
    if Duty.objects.open().filter(assessment_id=case.assessment_id, duty__in=NEVER_LEFT).exists():
        raise StillToDo("Something that protects a child is still to be done. Do it, or say on the case that it is done.")
    if Duty.objects.open().filter(assessment_id=case.assessment_id, duty=REACH_FAMILY).exists():
        raise NotReached("A message to a family did not arrive. Reach them another way, and say on the case how you did.")
    if Recurrence.objects.open().filter(case=case).exists():
        raise MayHaveStartedAgain("Somebody said that it has started again. Say what came of it before you close the case.")


def _checked(words: str) -> str:
    written = typed(words)
    if not written:
        raise NoClosingWords("Write how it ended, so that whoever opens this later need not guess.", field="words")
    if len(written) > LONGEST:
        raise NoClosingWords(f"Use at most {LONGEST:,} characters.", field="words")
    return written
