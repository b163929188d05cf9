"""The whole verdict: every part, clause and answer on one page, for those who may read the report or the case."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest

from tests import makers
from tests.cast import Cast, signed_in
from tests.desks.reports import a_report, assessment_of
from tests.procedures.situation import Situation, arise
from upstander.kernel.clock import now
from upstander.records.access.asking import asking
from upstander.records.assessments.assessing import assess
from upstander.records.assessments.models import Assessment
from upstander.records.audit.models import Entry
from upstander.records.cases.models import Case, CaseState, Family


def words(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def judged(cast: Cast) -> tuple[Situation, str]:
    situation = arise(cast)
    with asking(cast.okafor.actor()):
        makers.make_facts(assessment=situation.case.assessment, facts={"repeated": "yes", "online": "yes"})
        assess(situation.case.assessment, at=now())
    return situation, f"/school/facts/{situation.case.assessment_id}/verdict/"


def test_the_case_leads_there_and_it_leads_back(cast: Cast) -> None:
    situation, page = judged(cast)
    client, case = signed_in(cast.okafor), f"/school/cases/{situation.case.pk}/"

    assert page in client.get(case).content.decode()
    said = client.get(page)
    assert case in said.content.decode()
    for part in (
        "Why: each part, with its clauses",
        "What nobody may do",
        "Set one part aside",
        "Has it happened more than once?",
    ):
        assert part in words(said)


def test_an_answer_given_there_says_there_what_it_changed(cast: Cast) -> None:
    situation, page = judged(cast)
    client = signed_in(cast.okafor)

    answered = client.post(
        f"/school/facts/{situation.case.assessment_id}/", {"fact": "serious_threat", "answer": "yes", "back": page}
    )

    assert answered["Location"].startswith(f"{page}?was=")
    assert "New. Report to the police on 101" in words(client.get(answered["Location"]))


def test_it_is_on_record_that_somebody_looked(cast: Cast) -> None:
    situation, page = judged(cast)
    signed_in(cast.lund).get(page)

    with asking(cast.lund.actor()):
        assert Entry.objects.get(verb="read_verdict", subject_id=situation.case.assessment_id).actor_name == "Mr Lund"


@pytest.mark.parametrize("who", ["adeyemi", "hale", "vance", "marsh", "flint"])
def test_who_may_not_read_the_case_learns_nothing(cast: Cast, who: str) -> None:
    situation, page = judged(cast)
    client, nowhere = signed_in(getattr(cast, who)), uuid4()

    hidden, missing = client.get(page), client.get(f"/school/facts/{nowhere}/verdict/")

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert words(hidden).replace(str(situation.case.assessment_id), "") == words(missing).replace(str(nowhere), "")


def test_a_conflict_of_interest_closes_it(cast: Cast) -> None:
    situation, page = judged(cast)
    makers.make_conflict(member=cast.lund, subject_id=situation.case.pk)

    assert signed_in(cast.lund).get(page).status_code == 404


def test_pastoral_staff_with_the_case_read_it_and_decide_nothing(cast: Cast) -> None:
    situation, page = judged(cast)
    for subject in (situation.case.pk, situation.report.pk):
        makers.make_grant(member=cast.adeyemi, subject_id=subject)

    said = signed_in(cast.adeyemi).get(page)

    assert said.status_code == 200
    assert "Set one part aside" not in words(said)


def test_on_a_closed_case_it_is_read_only(cast: Cast) -> None:
    situation, page = judged(cast)
    with asking(cast.okafor.actor()):
        Family.objects.filter(case=situation.case).update(told_at=now())
        closed = {"state": CaseState.CLOSED, "closed_at": now(), "closed_by": cast.okafor}
        Case.objects.filter(pk=situation.case.pk).update(**closed)

    said = signed_in(cast.okafor).get(page).content.decode()

    assert "Why: each part, with its clauses" in said
    assert 'name="answer"' not in said
    assert 'name="outcome"' not in said


def test_of_a_report_that_joined_a_case_it_can_be_read_and_not_answered(cast: Cast) -> None:
    situation, _ = judged(cast)
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        Assessment.objects.filter(report=report).update(merged_into=situation.case.assessment)
        page = f"/school/facts/{assessment_of(report).pk}/verdict/"

    said = signed_in(cast.okafor).get(page)

    assert said.status_code == 200
    assert 'name="answer"' not in said.content.decode()
