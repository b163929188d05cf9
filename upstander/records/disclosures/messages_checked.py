"""Whether a message to whoever made a report tells of somebody whom they may not be told about."""

from upstander.kernel.actor import Actor
from upstander.records.cases.models import Case, CaseReport, Family
from upstander.records.disclosures.before_a_case import FIELD, named_before_a_case
from upstander.records.disclosures.holding import SAYS
from upstander.records.disclosures.naming import Mention
from upstander.records.disclosures.others import named_in
from upstander.records.intake.models import Relation, Report
from upstander.records.people.models import Person


def named_to(actor: Actor, report: Report, words: str) -> list[Mention]:
    """By the same comparison as a letter's; before there is a case, with what may be about the same.

    A report of the family of two children may tell of both.
    """
    in_case = CaseReport.objects.filter(report=report).select_related("case").first()
    if in_case is None:
        return named_before_a_case(actor, report, words)
    theirs = list(Family.objects.filter(case=in_case.case_id, report=report).select_related("child"))
    found = [named_in(family, {FIELD: words}) for family in theirs or [_nobodys(in_case.case, report)]]
    return [mention for mention in found[0] if all(mention in others for others in found[1:])]


def _nobodys(case: Case, report: Report) -> Family:
    """Whoever is no child’s family here is called by their own name; a parent or the child also by the name that they gave."""
    own = [report.child_name] if report.relation in (Relation.PARENT, Relation.CHILD) else []
    names = [name for name in (report.reporter_name, *own) if name]
    return Family(case=case, child=Person(name=names[0] if names else "", other_names=names[1:]), report=report)


def sentence_about(found: list[Mention]) -> str:
    told = [SAYS[mention.kind].format(mention.word) for mention in found]
    return " ".join([*told, "Say it in another way, or write below why it may stand."])
