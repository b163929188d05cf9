"""Coming back with the code."""

from __future__ import annotations

import pytest
from django.core.signing import TimestampSigner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.desks.family import pictures
from tests.desks.family.reporting import Reporter, upload
from tests.makers import AT, make_report, on_behalf_of
from tests.procedures.letters import make_told, sent
from upstander.desks.family import returning
from upstander.kernel.actor import reporter
from upstander.kernel.references import in_fours, receipt_code
from upstander.procedures.cases.write_to_family import write_to_family
from upstander.records.access.asking import asking
from upstander.records.disclosures.models import Disclosure, Message, Step
from upstander.records.evidence.models import Item
from upstander.records.intake.models import Addition, Milestone, Report, Stage

pytestmark = pytest.mark.django_db
WRONG = "No report opens with this code"


@pytest.fixture
def robin(cast: Cast) -> Report:
    """A report with a code to come back: 4071 9926 3358 0142."""
    return make_report(organisation=cast.thornbury, code="4071992633580142")


def come_in(code: str = "4071 9926 3358 0142") -> Reporter:
    person = Reporter()
    send(person, "/back/", code=code)
    return person


def send(person: Reporter, path: str, **typed: object) -> None:
    person.shown(person.client.post(path, typed))


def test_the_code_opens_the_report(robin: Report) -> None:
    for typed in ("4071992633580142", "4071 9926 3358 0142", "4071-9926-3358-0142"):
        assert come_in(typed).says(robin.reference)


@pytest.mark.parametrize(("typed", "why"), [("", "16 numbers"), ("12", "16 numbers"), ("4071 9926 3358 0143", WRONG)])
def test_a_code_that_opens_nothing(robin: Report, typed: str, why: str) -> None:
    person = come_in(typed)
    assert person.status == 422
    assert person.says(why)


def test_after_ten_wrong_codes_the_right_one_gets_the_same_answer(robin: Report) -> None:
    for _ in range(10):
        assert come_in(in_fours(receipt_code())).status == 422
    wrong, right = come_in(in_fours(receipt_code())), come_in()
    assert wrong.status == right.status == 429
    assert right.says("many wrong codes from here")
    assert not right.says(robin.reference)
    assert come_in("").status == 429


def test_the_right_code_is_not_counted(robin: Report) -> None:
    for _ in range(12):
        assert come_in().status == 200


def test_stages_show_how_far_it_has_come(cast: Cast, robin: Report) -> None:
    with on_behalf_of(cast.thornbury.pk):
        Milestone.objects.create(organisation=cast.thornbury, report=robin, stage=Stage.READ, at=AT)
    page = come_in().page
    assert 'stage--done"><span class="stage__name">You told the school' in page
    assert 'stage--now" aria-current="step"><span class="stage__name">The school read it' in page
    assert 'stage--next"><span class="stage__name">Being looked into' in page


def test_a_question_is_read_and_answered(cast: Cast, robin: Report) -> None:
    with asking(cast.okafor.actor()):
        write_to_family(actor=cast.okafor.actor(), report_id=robin.pk, words="Is Robin at school today?", is_question=True, at=AT)
    person = come_in()
    assert person.says("Ms Okafor asks you")
    assert person.says("Is Robin at school today?")
    send(person, "/back/write/", words="No, at home.\n<i>Ill</i>")
    assert person.says("It is with the school")
    with on_behalf_of(cast.thornbury.pk):
        asked, answered = Message.objects.order_by("-to_family")
        assert asked.read_at is not None
        assert (answered.words, answered.to_family) == ("No, at home.\n<i>Ill</i>", False)
    assert "<i>Ill" not in person.page


def test_nothing_is_sent_when_nothing_is_written(robin: Report) -> None:
    person = come_in()
    send(person, "/back/write/", words="  ")
    assert person.status == 422
    assert person.says("Write something before you send it.")


def test_too_long_a_word_stays_in_its_box(robin: Report) -> None:
    person = come_in()
    words = "ab " * 4000
    send(person, "/back/write/", words=words)
    assert person.status == 422
    assert person.says(words.strip())


def test_the_hour_is_over_and_the_words_go_with_the_code(cast: Cast, robin: Report) -> None:
    person = come_in()
    person.client.cookies.clear()
    send(person, "/back/write/", words="What I wrote for an hour")
    assert person.says("type your code again")
    assert person.says("What I wrote for an hour")
    send(person, "/back/", code="4071992633580142", words=person.hidden()["words"])
    assert person.says("It is with the school")
    with on_behalf_of(cast.thornbury.pk):
        assert Message.objects.get().words == "What I wrote for an hour"


def test_more_words_and_files(cast: Cast, robin: Report) -> None:
    person = come_in()
    send(
        person, "/back/add/", added="It happened again.", files=[upload("new.png", pictures.png()), upload("bad.png", b"MZ\0\0")]
    )
    assert person.says("It is added to your report")
    assert person.says("It is a program")
    with on_behalf_of(cast.thornbury.pk):
        assert Addition.objects.get().words == "It happened again."
        item = Item.objects.get()
        assert (item.name, item.organisation_id) == ("new.png", cast.thornbury.pk)


def test_signing_out(robin: Report) -> None:
    person = come_in()
    send(person, "/back/out/")
    person.open("/back/")
    assert person.heading == "Your code"


def test_how_to_complain(robin: Report) -> None:
    assert come_in().says("write to the chair of governors")


def test_a_pass_is_signed_and_ends(robin: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.cookies["back"] = TimestampSigner(key="another key", salt="upstander.family.back").sign(
        f"{robin.pk}.{robin.organisation_id}"
    )
    assert b"Your code" in client.get("/back/").content
    person = come_in()
    monkeypatch.setattr(returning, "LASTS", -returning.LASTS)
    person.open("/back/")
    assert person.heading == "Your code"


def test_the_page_costs_few_statements(robin: Report) -> None:
    person = come_in()
    with CaptureQueriesContext(connection) as queries:
        person.open("/back/")
    assert len(queries) <= 10


class TestLetter:
    def test_it_is_read_printed_and_acknowledged(self, cast: Cast) -> None:
        told = make_told(cast)
        letter = sent(told.robins, cast.okafor, cast.lund)
        client = pass_for(told.report)
        assert f"/back/letter/{letter.pk}/" in client.get("/back/").content.decode()
        page = client.get(f"/back/letter/{letter.pk}/")
        assert page.status_code == 200
        assert "Mr Lund sees Robin each Monday." in page.content.decode()
        pdf = client.get(f"/back/letter/{letter.pk}/pdf/")
        assert pdf.content.startswith(b"%PDF-")
        assert "Robin" not in pdf.headers["Content-Disposition"]
        assert client.post(f"/back/letter/{letter.pk}/").status_code == 302
        with on_behalf_of(cast.thornbury.pk):
            kept = Disclosure.objects.get(pk=letter.pk)
            assert kept.opened_at is not None
            assert kept.acknowledged_at is not None
            assert [step.verb for step in Step.objects.filter(disclosure=letter)][-2:] == ["opened", "acknowledged"]

    def test_somebody_elses_letter_looks_like_one_that_there_is_not(self, cast: Cast) -> None:
        told = make_told(cast)
        letter = sent(told.robins, cast.okafor, cast.lund)
        stranger = pass_for(make_report(organisation=cast.thornbury))
        for path in (f"/back/letter/{letter.pk}/", f"/back/letter/{letter.pk}/pdf/"):
            theirs = stranger.get(path)
            nobodys = stranger.get(path.replace(str(letter.pk), str(told.report.pk)))
            assert theirs.status_code == nobodys.status_code == 404
            assert theirs.content == nobodys.content
        assert stranger.post(f"/back/letter/{letter.pk}/").status_code == 404
        assert Client().get(f"/back/letter/{letter.pk}/").status_code == 302


def pass_for(report: Report) -> Client:
    """A browser that has shown this report's code."""
    from django.http import HttpResponse

    client = Client()
    carrier = returning.give_pass(HttpResponse(), reporter(report.pk, report.organisation_id))
    client.cookies[returning.COOKIE] = carrier.cookies[returning.COOKIE].value
    return client
