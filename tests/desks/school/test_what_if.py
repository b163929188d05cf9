"""What if: other answers show what would follow, and nothing of it is kept."""

from __future__ import annotations

import re
from typing import Any

from tests.cast import Cast, signed_in
from tests.desks.reports import a_report, assessment_of
from upstander.kernel import clock
from upstander.kernel.actor import Actor
from upstander.records.access.asking import asking
from upstander.records.access.models import wall_off
from upstander.records.assessments.models import Duty, Fact, Verdict
from upstander.records.intake.models import Report


def words(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def address_of(cast: Cast, report: Report) -> str:
    with asking(cast.okafor.actor()):
        return f"/school/facts/{assessment_of(report).pk}/what-if/"


def kept(actor: Actor) -> tuple[int, int, int]:
    with asking(actor):
        return Fact.objects.count(), Verdict.objects.count(), Duty.objects.open().count()


def test_it_says_what_would_follow_and_why_and_saves_nothing(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    page, before = address_of(cast, report), kept(cast.okafor.actor())

    said = words(signed_in(cast.okafor).post(page, {"serious_threat": "yes", "prejudice": "unknown"}))

    assert "If this were so: Has anyone made a serious threat to kill or hurt someone? Yes." in said
    assert "It would also go here Report to the police on 101" in said
    assert "is for police officers to investigate, whoever made it." in said
    assert "This would have to be done The school itself reports it to the police" in said
    assert kept(cast.okafor.actor()) == before


def test_an_answer_taken_back_shows_what_would_go(cast: Cast) -> None:
    said = words(signed_in(cast.okafor).post(address_of(cast, a_report(cast.thornbury)), {"online": "unknown"}))

    assert "Did any of it happen online or by phone? Not known." in said
    assert "This would no longer be asked for" in said


def test_what_stands_is_chosen_already_and_sending_it_changes_nothing(cast: Cast) -> None:
    client, page = signed_in(cast.okafor), address_of(cast, a_report(cast.thornbury))
    form = client.get(page).content.decode()
    chosen = dict(re.findall(r'<select[^>]* name="(\w+)".*?<option value="(\w+)" selected', form, re.S))

    assert chosen["online"] == "yes"
    assert "You changed no answer" in words(client.post(page, chosen))


def test_what_nobody_asks_or_answers_so_is_passed_over(cast: Cast) -> None:
    answer = signed_in(cast.okafor).post(
        address_of(cast, a_report(cast.thornbury)), {"no_such_fact": "yes", "serious_threat": "perhaps"}
    )

    assert answer.status_code == 200
    assert "You changed no answer" in words(answer)


def test_the_page_of_the_report_leads_there_and_back(cast: Cast) -> None:
    report, client = a_report(cast.thornbury), signed_in(cast.okafor)
    page, there = address_of(cast, report), f"/school/reports/{report.pk}/"

    assert page in client.get(there).content.decode()
    assert there in client.get(page).content.decode()


def test_who_may_not_read_the_report_may_not_ask_this_either(cast: Cast) -> None:
    page = address_of(cast, a_report(cast.thornbury))

    for who in (cast.adeyemi, cast.hale, cast.vance, cast.marsh, cast.flint):
        assert signed_in(who).get(page).status_code == 404
        assert signed_in(who).post(page, {"serious_threat": "yes"}).status_code == 404


def test_whoever_is_walled_off_from_the_report_cannot_ask_either(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    page = address_of(cast, report)
    with asking(cast.okafor.actor()):
        wall_off(cast.lund, report.pk, "An aunt of the child.", clock.now())

    assert signed_in(cast.lund).get(page).status_code == 404
    assert signed_in(cast.okafor).get(page).status_code == 200
