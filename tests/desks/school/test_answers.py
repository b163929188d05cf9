"""An answer that came in is on a list until somebody has read it, whether there is a case or not."""

from __future__ import annotations

from tests import makers
from tests.cast import Cast, signed_in
from tests.desks.reports import a_report
from tests.procedures.situation import arise


def test_of_a_report_without_a_case(cast: Cast) -> None:
    report, client = a_report(cast.thornbury), signed_in(cast.okafor)
    makers.make_message(report=report)
    there = f"/school/reports/{report.pk}/messages/"

    assert there in client.get("/school/answers/").content.decode()
    assert "answer has come in" in client.get("/school/").content.decode()
    assert "1 new answer" in client.get(f"/school/reports/{report.pk}/").content.decode()
    assert client.get(there).status_code == 200
    assert there not in client.get("/school/answers/").content.decode()


def test_of_a_report_in_a_case_it_leads_to_the_messages_of_the_case(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    makers.make_message(report=situation.report)

    answer = client.get(f"/school/reports/{situation.report.pk}/messages/")

    assert answer["Location"] == f"/school/cases/{situation.case.pk}/messages/{situation.report.pk}/"


def test_what_is_written_there_waits_for_them(cast: Cast) -> None:
    report, client = a_report(cast.thornbury), signed_in(cast.okafor)
    there = f"/school/reports/{report.pk}/messages/"

    assert client.post(there, {"words": "", "kind": "tell"}).status_code == 422
    page = client.post(there, {"words": "We have read it.", "kind": "tell"}, follow=True).content.decode()

    assert "It waits for them" in page
    assert "We have read it." in page


def test_whoever_is_walled_off_is_shown_no_answer(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    makers.make_message(report=report)
    makers.make_conflict(member=cast.lund, subject_id=report.pk)

    assert str(report.pk) not in signed_in(cast.lund).get("/school/answers/").content.decode()
    assert signed_in(cast.lund).get(f"/school/reports/{report.pk}/messages/").status_code == 404
    assert str(report.pk) not in signed_in(cast.vance).get("/school/answers/").content.decode()


def test_a_message_that_may_tell_of_another_child_is_shown_with_its_words_and_stands_for_a_reason(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    page = f"/school/cases/{situation.case.pk}/messages/{situation.report.pk}/"
    shown = client.post(page, {"kind": "tell", "words": "We spoke with <Sam>."})
    said = shown.content.decode()
    assert shown.status_code == 422
    assert "“Sam” names somebody whom this family may not be told about." in said
    assert "We spoke with &lt;Sam&gt;." in said
    assert '<input type="hidden" name="let_stand" value="Sam">' in said
    again = {"kind": "tell", "words": "We spoke with Sam.", "let_stand": "Sam", "because": "They named him themselves."}
    assert client.post(page, again).status_code == 302
    assert "Ms Okafor let “Sam” stand: They named him themselves." in client.get(page).content.decode()
