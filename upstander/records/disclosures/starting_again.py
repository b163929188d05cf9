"""What follows when somebody says that it has not stopped, or that the child is not safe."""

from datetime import datetime, timedelta

from upstander.kernel.actor import Actor
from upstander.records.assessments.assessing import assess, put_on_record
from upstander.records.assessments.models import Answer, Duty, FactSource
from upstander.records.cases.models import Case, Family
from upstander.records.disclosures.delivering import AGAIN, tell_again
from upstander.records.investigations.checks import Check, CheckAnswer, Recurrence, Safe, Stopped
from upstander.records.investigations.reopening import reopen

SAFETY = "check_safety_now"
AT_ONCE = timedelta(hours=1)
DONE_BEFORE = "A child was said not to be safe, so it is looked at again."


def take_in(answer: CheckAnswer, *, by: Actor, at: datetime) -> Recurrence | None:
    """Count an answer, and where it says so, open the case again and let the family wait to hear. Nothing where all is well."""
    if answer.to_check_id:
        Check.objects.open().filter(pk=answer.to_check_id).update(answered_at=at)
    if answer.stopped != Stopped.AGAIN and answer.safe != Safe.NO:
        return None
    case = answer.case
    reopen(case, reason=_reason(answer), by=by, at=at)
    recurrence = Recurrence.objects.create(organisation_id=case.organisation_id, case=case, answer=answer, at=at)
    if answer.stopped == Stopped.AGAIN:
        put_on_record(
            case.assessment, {"continued_after_action": Answer.YES}, source=FactSource.PERSON, by=by, at=at, source_id=answer.pk
        )
        assess(case.assessment, at=at)
    _let_wait(answer, by, at)
    if answer.safe == Safe.NO:
        _look_after_safety(case, at)
    return recurrence


def _reason(answer: CheckAnswer) -> str:
    said = "that it goes on, or has started again" if answer.stopped == Stopped.AGAIN else "that the child is not safe"
    return f"{answer.said_by[0].upper()}{answer.said_by[1:]} said {said}."


def _let_wait(answer: CheckAnswer, by: Actor, at: datetime) -> None:
    """The family of the child it is about; where nobody knows which, those of all targeted children. Whoever is lawfully not
    told still is not."""
    families = Family.objects.filter(case=answer.case, told_at__isnull=False, not_told_at=None).select_related("child")
    families = families.filter(child=answer.child_id) if answer.child_id else families.targeted()
    for family in families:
        family.case = answer.case
        tell_again(family, because=AGAIN, by=by, at=at)


def _look_after_safety(case: Case, at: datetime) -> None:
    """Within the hour, by whoever leads on it, whatever the verdict asks for."""
    of_case = Duty.objects.filter(assessment=case.assessment, duty=SAFETY, withdrawn_at=None)
    of_case.filter(done_at__isnull=False).update(withdrawn_at=at, withdrawn_because=DONE_BEFORE)
    if not of_case.update(due_at=at + AT_ONCE):
        Duty.objects.create(
            organisation_id=case.organisation_id,
            assessment=case.assessment,
            duty=SAFETY,
            actor="school",
            due_at=at + AT_ONCE,
            raised_at=at,
        )
