"""Whatever comes in is on one list until somebody has read it, and each thing is read with what is before and after it."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import makers
from tests.cast import Cast, signed_in
from tests.desks.reports import a_report
from tests.makers import AT
from tests.procedures.letters import DAY, Told, make_told, sent
from tests.procedures.situation import arise
from upstander.kernel.actor import reporter
from upstander.kernel.clock import now
from upstander.procedures.looking_into.give_statement import give_statement
from upstander.procedures.reporting.attach_evidence import attach_evidence
from upstander.procedures.returning.add_to_report import add_to_report
from upstander.procedures.returning.disagree import disagree
from upstander.procedures.returning.reply_to_school import reply_to_school
from upstander.procedures.returning.say_whether_it_stopped import say_whether_it_stopped
from upstander.records.access.asking import asking
from upstander.records.audit.models import Entry
from upstander.records.cases.milestones import reach
from upstander.records.disclosures.arrivals import Arrival, ArrivalKind
from upstander.records.disclosures.models import Message
from upstander.records.evidence.taking_in import Offered
from upstander.records.intake.models import Stage

LIST = "/school/came-in/"
SAID = {
    "message": "She is at home.",
    "addition": "There was one more.",
    "files": "chat.txt",
    "check": "Since Monday again.",
    "statement": "They laughed on the bus.",
    "complaint": "Nobody asked her.",
}


@pytest.fixture
def told(cast: Cast) -> Told:
    """Everything that can come in has come in, in the order of SAID, a minute apart."""
    told = make_told(cast)
    letter = sent(told.robins, cast.okafor, cast.lund)
    at = AT + 5 * DAY
    with asking(cast.okafor.actor()):
        reach(told.case, Stage.DECIDED, at)
    makers.make_statement_link(case=told.case, person=told.robins.child, by=cast.okafor, word="word", at=AT + 4 * DAY)
    parent = reporter(told.report.pk, cast.thornbury.pk)
    minute = timedelta(minutes=1)
    reply_to_school(parent, SAID["message"], at=at)
    add_to_report(parent, SAID["addition"], at=at + minute)
    file = BytesIO(b"One: hello\nTwo: go away\n")
    assert not attach_evidence(parent, [Offered("chat.txt", 24, file)], at=at + 2 * minute)
    say_whether_it_stopped(parent, stopped="again", safe="yes", words=SAID["check"], at=at + 3 * minute)
    give_statement("word", words=SAID["statement"], at=at + 4 * minute)
    disagree(parent, letter.pk, SAID["complaint"], at=at + 5 * minute)
    return told


def listed(client: Client) -> list[str]:
    page = client.get(LIST).content.decode()
    return [each.replace("&amp;", "&") for each in re.findall(r'<a href="(/school/came-in/[0-9a-f-]{36}/[^"]+)"', page)]


def test_each_kind_is_there_oldest_first_and_read_one_after_the_other(cast: Cast, told: Told) -> None:
    client = signed_in(cast.okafor)
    places = listed(client)
    assert len(places) == len(SAID)
    assert re.search(r"6</span>\s*<span[^>]*>things have come in", client.get("/school/").content.decode())
    place = places[0]
    for number, words in enumerate(SAID.values()):
        page = client.get(place).content.decode()
        assert words in page
        left = len(SAID) - number - 1
        assert f"{left} still to read" in page
        before = re.search(r'href="(/school/came-in/[^"]+)" rel="prev"', page)
        assert bool(before) is (number > 0), "what was just read can be looked at again"
        after = re.search(r'href="(/school/came-in/[^"]+)" rel="next"', page)
        assert bool(after) is (left > 0)
        place = after[1].replace("&amp;", "&") if after else ""
    assert listed(client) == []
    with asking(cast.okafor.actor()):
        assert {arrival.read_by for arrival in Arrival.objects.select_related("read_by")} == {cast.okafor}
        assert Entry.objects.filter(verb="read", subject_kind="arrival").count() == len(SAID)
        assert not Message.objects.unread_by_school().exists()


def test_what_is_read_on_its_own_page_is_not_on_the_list_any_more(cast: Cast, told: Told) -> None:
    client = signed_in(cast.lund)
    case = f"/school/cases/{told.case.pk}/"
    for page, kinds in (
        (f"{case}messages/{told.report.pk}/", {"message"}),
        (f"/school/reports/{told.report.pk}/", {"addition", "files"}),
        (f"{case}checks/", {"check"}),
        (f"{case}statements/", {"statement"}),
    ):
        assert client.get(page).status_code == 200
        with asking(cast.lund.actor()):
            assert not Arrival.objects.unread().filter(kind__in=kinds).exists(), page
    assert len(listed(client)) == 1
    with asking(cast.lund.actor()):
        complaint = Arrival.objects.get(kind=ArrivalKind.COMPLAINT)
    client.get(f"/school/complaints/{complaint.pk}/")
    assert listed(client) == []
    with asking(cast.lund.actor()):
        looks = Entry.objects.filter(verb="what_came_read").values_list("subject_kind", "subject_id")
        assert set(looks) == {("report", told.report.pk), ("case", told.case.pk)}


def test_only_whoever_sees_the_case_or_report_sees_what_came(cast: Cast, told: Told) -> None:
    with asking(cast.okafor.actor()):
        every = list(Arrival.objects.all())
    for subject in (told.case.pk, told.report.pk):
        makers.make_conflict(member=cast.reyes, subject_id=subject)
    for member in (cast.reyes, cast.adeyemi, cast.hale, cast.vance, cast.marsh):
        client = signed_in(member)
        assert all(client.get(f"{LIST}{arrival.pk}/").status_code == 404 for arrival in every)
        if member not in (cast.hale, cast.marsh):
            assert listed(client) == []
            assert "to read" not in client.get(LIST).content.decode()
    with asking(reporter(told.report.pk, cast.thornbury.pk)):
        assert not Arrival.objects.exists()
    makers.make_grant(member=cast.adeyemi, subject_id=told.report.pk, by=cast.okafor)
    assert len(listed(signed_in(cast.adeyemi))) == 3, "what hangs on the report, and not what hangs on the case"


def test_the_page_of_one_thing_keeps_to_its_budget(cast: Cast, told: Told) -> None:
    client = signed_in(cast.okafor)
    place = listed(client)[-1]
    client.get(place)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(place)
    assert len(queries) <= 16


def test_of_a_report_without_a_case(cast: Cast) -> None:
    report, client = a_report(cast.thornbury), signed_in(cast.okafor)
    makers.make_message(report=report, at=now())
    assert "thing has come in" in client.get("/school/").content.decode()
    assert "1 new answer" in client.get(f"/school/reports/{report.pk}/").content.decode()
    assert len(listed(client)) == 1
    assert client.get(f"/school/reports/{report.pk}/messages/").status_code == 200
    assert listed(client) == []


def test_messages_of_a_report_in_a_case_are_on_the_page_of_the_case(cast: Cast) -> None:
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
