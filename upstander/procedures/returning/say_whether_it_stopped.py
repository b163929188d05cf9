"""The family says whether it has stopped: because the school asks, or of their own accord because it has started again."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor, system
from upstander.kernel.problems import Problem
from upstander.kernel.typed import LONGEST, typed
from upstander.records.access.asking import asking
from upstander.records.access.requiring import NotPermitted, report_of
from upstander.records.audit import recording
from upstander.records.cases.models import Case, CaseReport, Family
from upstander.records.disclosures.arrivals import ArrivalKind, came_of_case
from upstander.records.disclosures.starting_again import take_in
from upstander.records.intake.models import Milestone, Relation, Report, Stage
from upstander.records.investigations.checks import Check, CheckAnswer, Safe, Stopped


class NotSaid(Problem):
    """Which of the answers it is is missing, or the words are too long."""


def say_whether_it_stopped(actor: Actor, *, stopped: str, safe: str, words: str, at: datetime) -> CheckAnswer:
    """Whoever said that it has started again waits to hear; a closed case is open again.

    Raises: NotPermitted, also before anything was decided; NotSaid, with a sentence for each field.
    """
    report_id, organisation_id = report_of(actor)
    with asking(actor):
        decided = Milestone.objects.visible_to(actor).filter(stage=Stage.DECIDED).exists()
        report = Report.objects.visible_to(actor).filter(relation__in=(Relation.PARENT, Relation.CHILD)).first()
    if not decided or report is None:
        raise NotPermitted("nothing has been decided yet, or this is nobody of the family")
    words = typed(words)
    _check(stopped, safe, words)
    with asking(system(organisation_id)):
        answer = _said(_case_of(report_id), report, stopped, safe, words, at)
        again = take_in(answer, by=actor, at=at)
        came_of_case(
            ArrivalKind.CHECK, answer.pk, case_id=answer.case_id, organisation_id=organisation_id, said_by=answer.said_by, at=at
        )
        recording.record(
            actor, "said whether it stopped", "case", answer.case_id, at=at, organisation_id=organisation_id,
            stopped=stopped, safe=safe, again=again is not None,
        )  # fmt: skip
    return answer


def _check(stopped: str, safe: str, words: str) -> None:
    problems = {}
    if stopped not in Stopped.values:
        problems["stopped"] = "Choose whether it has stopped."
    if safe not in Safe.values:
        problems["safe"] = "Choose yes, no or not sure."
    if len(words) > LONGEST:
        problems["words"] = f"Use at most {LONGEST:,} characters, or add the rest to your report."
    if problems:
        raise NotSaid(problems)


def _case_of(report_id: UUID) -> Case:
    rows = Case.objects.select_for_update(of=("self",)).select_related("assessment__organisation")
    return rows.get(pk=CaseReport.objects.get(report_id=report_id).case_id)


def _said(case: Case, report: Report, stopped: str, safe: str, words: str, at: datetime) -> CheckAnswer:
    asked = Check.objects.open().soonest_first().filter(case=case, report=report).first()
    family = Family.objects.filter(case=case, report=report).select_related("child").first()
    return CheckAnswer.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        to_check=asked,
        child_id=asked.child_id if asked else family.child_id if family else None,
        stopped=stopped,
        safe=safe,
        words=words,
        said_by=_who(report, family),
        report=report,
        at=at,
    )


def _who(report: Report, family: Family | None) -> str:
    if report.relation == Relation.CHILD:
        return family.child.name if family else "the child who reported it"
    return f"{family.child.name}’s family" if family else "the family"
