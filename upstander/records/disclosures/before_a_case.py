"""Whom a message about a report that is in no case yet may not tell of: the people of what may be the same matter.

Only what the writer may see themselves is compared with: words that are found would tell them of a case that they must not see.
What whoever reads it has said themselves is no news to them.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from upstander.kernel.actor import Actor
from upstander.kernel.sounds import alike
from upstander.records.cases.models import Case, CaseReport, Compared, Comparison, Family
from upstander.records.cases.searching import search_people
from upstander.records.cases.suspecting import suspected_reports
from upstander.records.disclosures.lookalikes import folded
from upstander.records.disclosures.naming import WORD, Mention, Named, mentions
from upstander.records.disclosures.others import named_in
from upstander.records.intake.known_by import known_by
from upstander.records.intake.models import Relation, Report
from upstander.records.intake.saying import all_words
from upstander.records.people.models import Person

FIELD = "words"
MOST = 20  # reports that may be about the same; more are of a name that half the school has


def named_before_a_case(actor: Actor, report: Report, words: str) -> list[Mention]:
    """Words that tell of somebody in a report, or a case, that may be about the same child or was joined with this one."""
    told, near = _own(report), _near(actor, report)
    cases, loose = _cases(actor, report, near), _loose(actor, near)
    found = [it for case in cases for it in named_in(_reader(case, told, report), {FIELD: words})]
    found += mentions({FIELD: words}, [named for each in loose for named in _people(each)], told)
    said = {folded(word) for word in WORD.findall(all_words(report.answers))}
    return list(dict.fromkeys(it for it in found if not {folded(word) for word in WORD.findall(it.word)} <= said))


def _near(actor: Actor, report: Report) -> set[UUID]:
    suspected = {it.report_id for it in suspected_reports(actor, report, most=MOST)}
    same = Comparison.objects.visible_to(actor).standing().about(report.pk).filter(kind=Compared.REPORT, is_same=True)
    return suspected | {key for pair in same.values_list("kept_id", "other_id") for key in pair} - {report.pk}


def _cases(actor: Actor, report: Report, near: Iterable[UUID]) -> list[Case]:
    """Of those reports, and open ones of somebody whose name sounds like the child's."""
    known = search_people(actor, report.child_name) if report.child_name else []
    theirs = {case for person in known if alike(report.child_name, person.name) for case in person.cases}
    in_case = Q(case_reports__report__in=near) | Q(pk__in=theirs) & ~Q(state="closed")
    return list(Case.objects.visible_to(actor).filter(in_case).distinct().order_by("id")[:MOST])


def _loose(actor: Actor, near: Iterable[UUID]) -> list[Report]:
    """Those that are in no case, whose people are on record nowhere else."""
    in_case = CaseReport.objects.filter(report__in=near).values("report_id")
    return list(Report.objects.visible_to(actor).filter(pk__in=near).exclude(pk__in=in_case))


def _own(report: Report) -> Named:
    """Whoever reads it, and everybody and every account that they named."""
    known = known_by(report.answers)
    names = [name for name in (report.reporter_name, report.child_name, *known.names) if name]
    return Named(name=names[0] if names else "", other_names=tuple(names[1:]), accounts=known.accounts)


def _reader(case: Case, told: Named, report: Report) -> Family:
    child = Person(name=told.name, other_names=list(told.other_names), accounts=list(told.accounts))
    return Family(case=case, child=child, report=report)


def _people(report: Report) -> list[Named]:
    """Everybody whom a report names. Of staff who reported, only whom they named."""
    known = known_by(report.answers)
    reporter = "" if report.relation == Relation.STAFF else report.reporter_name
    names = dict.fromkeys(name for name in (report.child_name, reporter, *known.names) if name)
    return [Named(name=name) for name in names] + ([Named(name="", accounts=known.accounts)] if known.accounts else [])
