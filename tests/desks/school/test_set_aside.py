"""What was set aside is shown wherever the verdict is, with who did it and why; and in no letter."""

from __future__ import annotations

import re
from typing import Any

from tests.cast import Cast, signed_in
from tests.desks.reports import a_report, assessment_of
from tests.procedures.letters import make_told, sent
from upstander.kernel import clock
from upstander.procedures.triage.answer_fact import answer_fact
from upstander.procedures.triage.set_outcome_aside import set_outcome_aside
from upstander.records.access.asking import asking
from upstander.records.assessments.models import Assessment, Verdict
from upstander.records.disclosures.models import Disclosure

REASON = "Agreed by telephone with the wardrobe man."


def words(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def set_aside(cast: Cast, assessment: Assessment, outcome: str) -> None:
    actor = cast.okafor.actor()
    with asking(actor):
        verdict = Verdict.objects.get(assessment=assessment, superseded_at=None)
        set_outcome_aside(actor=actor, verdict_id=verdict.pk, outcome=outcome, reason=REASON, at=clock.now())


def answer(cast: Cast, assessment: Assessment, fact: str, said: str = "yes") -> str:
    """The address's word for the verdict that stood before."""
    actor = cast.okafor.actor()
    with asking(actor):
        before = answer_fact(actor=actor, assessment_id=assessment.pk, fact=fact, answer=said, at=clock.now()).before
    assert before
    return f"?was={before.pk}"


def test_on_the_report_with_name_and_reason_now_and_under_a_later_verdict(cast: Cast) -> None:
    report, client = a_report(cast.thornbury), signed_in(cast.lund)
    with asking(cast.okafor.actor()):
        assessment = assessment_of(report)
    set_aside(cast, assessment, "duties/review_date")
    here = f"/school/reports/{report.pk}/"

    page = client.get(here)
    assert f"Set aside by Ms Okafor: {REASON}" in words(page)
    assert "<s>Set a date to check that it has stopped</s>" in page.content.decode()
    assert f"Not needed: Set aside by Ms Okafor: {REASON}" in words(page)

    answer(cast, assessment, "escalating")
    page = client.get(here)
    assert f"Set aside by Ms Okafor on an earlier verdict: {REASON}" in words(page)
    assert "On an earlier verdict." in words(page)


def test_when_something_new_speaks_for_it_the_page_says_that_it_stands_again(cast: Cast) -> None:
    report, client = a_report(cast.thornbury), signed_in(cast.lund)
    with asking(cast.okafor.actor()):
        assessment = assessment_of(report)
    set_aside(cast, assessment, "duties/review_date")
    was = answer(cast, assessment, "continued_after_action")

    page = client.get(f"/school/reports/{report.pk}/{was}")
    assert "Stands again, for a new reason. To do: Set a date to check that it has stopped." in words(page)
    assert f"something new speaks for it. Ms Okafor had set it aside: {REASON}" in words(page)
    assert "<s>" not in page.content.decode()
    assert "Set a date to check that it has stopped" in words(client.get("/school/duties/"))


def test_what_comes_back_for_the_old_reason_is_not_called_new(cast: Cast) -> None:
    report, client = a_report(cast.thornbury), signed_in(cast.lund)
    with asking(cast.okafor.actor()):
        assessment = assessment_of(report)
    set_aside(cast, assessment, "duties/review_date")
    answer(cast, assessment, "repeated", "no")

    tried = client.post(f"/school/facts/{assessment.pk}/what-if/", {"repeated": "yes"})
    assert f"Set a date to check that it has stopped Set aside by Ms Okafor: {REASON}" in words(tried)

    was = answer(cast, assessment, "repeated")
    page = client.get(f"/school/reports/{report.pk}/{was}")
    assert "Was set aside, and stays so. To do: Set a date to check that it has stopped." in words(page)


def test_in_a_case_its_history_and_lists_and_in_no_letter(cast: Cast) -> None:
    told = make_told(cast)
    set_aside(cast, told.case.assessment, "duties/review_date")
    answer(cast, told.case.assessment, "continued_after_action")
    client = signed_in(cast.lund)

    page = words(client.get(f"/school/cases/{told.case.pk}/"))
    history = words(client.get(f"/school/cases/{told.case.pk}/history/"))
    for shown in (page, history):
        assert "Set aside: Set a date to check that it has stopped" in shown
        assert REASON in shown
        assert "Stands again, for a new reason: Set a date to check that it has stopped" in shown
    sent(told.robins, cast.okafor, cast.lund)
    with asking(cast.okafor.actor()):
        letters = list(Disclosure.objects.filter(case=told.case))
        assert letters
        for letter in letters:
            assert "wardrobe" not in f"{letter.payload} {letter.html} {letter.text} {letter.purpose}"


def test_today_asks_no_more_for_what_was_set_aside(cast: Cast) -> None:
    report, client = a_report(cast.thornbury), signed_in(cast.okafor)
    with asking(cast.okafor.actor()):
        assessment = assessment_of(report)
    what = "Set a date to check that it has stopped"
    assert what in words(client.get("/school/duties/"))

    set_aside(cast, assessment, "duties/review_date")

    assert what not in words(client.get("/school/duties/"))
    assert what not in words(client.get("/school/"))
