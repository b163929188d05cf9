"""Somebody else's draft, report, code, evidence: the same answer as for one that there is not."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client, RequestFactory

from tests.cast import Cast
from tests.desks.family import pictures
from tests.desks.family.reporting import Reporter, upload
from upstander.desks.family.door import client_address
from upstander.kernel import clock
from upstander.kernel.actor import reporter
from upstander.procedures.triage.answer_fact import answer_fact
from upstander.procedures.triage.confirm_verdict import confirm_verdict
from upstander.procedures.triage.set_outcome_aside import set_outcome_aside
from upstander.records.access.asking import asking
from upstander.records.assessments.models import Assessment, Duty, Fact, Verdict
from upstander.records.audit.models import Entry
from upstander.records.cases.models import Searchable
from upstander.records.evidence.models import Bundle, Item
from upstander.records.intake.draft_keys import new_key, read_key
from upstander.records.intake.models import Draft, Report
from upstander.records.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def forged(person: Reporter) -> str:
    """A key that names somebody else's draft, with another secret."""
    key = read_key(person.key)
    assert key is not None
    return urlsafe_b64encode(key.draft_id.bytes + bytes(16)).decode().rstrip("=")


def test_a_forged_key_opens_nothing(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("people", thornbury.pk)
    for word in (forged(person), new_key().word, "x" * 43, "short"):
        client = Client()
        assert client.get(f"/report/resume/{word}/").status_code == 404
        client.cookies["draft"] = word
        assert client.get("/report/words/").headers["Location"] == "/report/"
        assert client.get("/report/later/").headers["Location"] == "/report/"


def test_a_forged_key_saves_nothing_there(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("people", thornbury.pk)
    Client().post("/report/words/", {"words": "planted", "key": forged(person), "seen": "1"})
    person.open("/report/words/")
    assert not person.says("planted")


def test_a_forged_key_sends_nothing_and_attaches_nothing(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("check", thornbury.pk)
    word = forged(person)
    assert Client().post("/report/check/", {"key": word}).status_code == 302
    Client().post("/report/evidence/", {"key": word, "files": [upload("planted.png", pictures.png())]})
    key = read_key(person.key)
    assert key is not None
    with asking(reporter(key.draft_id)):
        assert Draft.objects.get().submitted_at is None
        assert not Item.objects.exists()


def test_somebody_elses_file_cannot_be_removed(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("evidence", thornbury.pk)
    person.answer("evidence", {"files": [upload("chat.png", pictures.png())], "go": "add"})
    item = person.page.partition('name="remove" value="')[2][:36]
    stranger = Reporter()
    stranger.up_to("evidence", thornbury.pk)
    stranger.answer("evidence", {"remove": item})
    person.open("/report/evidence/")
    assert person.says("chat.png")


def test_the_resume_link_goes_on_where_it_stopped_and_names_itself_to_nobody(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("people", thornbury.pk)
    person.answer("people", go="later")
    assert person.heading == "Finish later"
    link = f"/report/resume/{person.client.cookies['draft'].value}/"
    assert person.says(link)
    answer = Client().get(link)
    assert answer.headers["Location"] == "/report/when/"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_reporter_reads_their_report_and_nothing_about_its_handling(person: Reporter, thornbury: Organisation) -> None:
    person.send(thornbury.pk)
    key = read_key(person.hidden()["key"])
    assert key is not None
    with asking(reporter(key.draft_id)):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('upstander.organisation', true), current_setting('upstander.report', true)")
            assert cursor.fetchone() == ("", str(key.draft_id))
        assert Report.objects.count() == Item.objects.count() == Bundle.objects.count() == 1
        for hidden in (Assessment, Fact, Verdict, Duty, Searchable, Entry):
            assert not hidden._default_manager.exists()


def told(person: Reporter, code: str) -> str:
    """What the family can read when they come back, without what is new on every page."""
    assert person.shown(person.client.post("/back/", {"code": code})).status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", person.page)


def test_what_the_school_learns_and_decides_later_changes_no_byte_of_where_it_goes(cast: Cast, person: Reporter) -> None:
    code = person.send(cast.thornbury.pk)
    before = told(person, code)
    assert person.says("What has to be done")
    actor, at = cast.okafor.actor(), clock.now()
    with asking(actor):
        verdict = Verdict.objects.get()
        set_outcome_aside(actor=actor, verdict_id=verdict.pk, outcome="duties/review_date", reason="By telephone.", at=at)
        for fact in ("staff_accused", "significant_harm", "telling_family_unsafe", "mutual", "staff_low_level_concern"):
            answer_fact(actor=actor, assessment_id=verdict.assessment_id, fact=fact, answer="yes", at=at)
        after = Verdict.objects.get(superseded_at=None)
        confirm_verdict(actor=actor, verdict_id=after.pk, at=at)
        assert {"lado", "childrens_social_care"} <= {route["id"] for route in after.outcome["routes"]}

    assert told(person, code) == before


def test_the_receipt_keeps_no_duty_that_concerns_somebody_else(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("people", thornbury.pk)
    staff = {"doing-0-who": "staff", "doing-1-who": "pupil_here", "doing-rows": "2", "targeted-rows": "1", "saw-rows": "0"}
    person.answer("people", staff)
    for each in ("when", "where", "done", "images", "evidence"):
        person.answer(each)
    person.answer("reporter", {"relation": "parent", "name": "Alex", "unsafe": "yes"})
    person.answer("check", {})
    key = read_key(person.hidden()["key"])
    assert key is not None
    with asking(reporter(key.draft_id, thornbury.pk)):
        promised = Report.objects.get().promised
    assert "lado" in promised["routes"]
    assert "support_target" in promised["duties"]
    hidden = {"consult_lado", "decide_who_may_be_told", "tell_other_family", "refer_to_social_care"}
    assert not hidden & set(promised["duties"])


def test_without_saying_who_asks_there_is_nothing(person: Reporter, thornbury: Organisation) -> None:
    person.send(thornbury.pk)
    for rows in (Draft, Report, Item, Bundle):
        assert not rows._default_manager.exists()


def test_no_page_is_kept_by_the_browser(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("words", thornbury.pk)
    for path in ("/report/", "/report/words/", "/report/later/", "/back/"):
        assert "no-store" in person.client.get(path).headers["Cache-Control"]
    assert person.client.cookies["draft"]["httponly"]
    assert person.client.cookies["draft"]["samesite"] == "Lax"


def test_a_second_report_begins_with_an_empty_page(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("people", thornbury.pk)
    person.open("/report/")
    assert person.says("You have begun a report")
    assert 'href="/report/people/"' in person.page
    person.open("/report/?new=yes")
    assert not person.says("You have begun a report")
    assert "checked" not in person.page
    assert person.client.cookies["draft"].value == ""
    person.answer("danger")
    assert person.status == 200


def test_from_one_place_not_everything_at_once(person: Reporter, thornbury: Organisation) -> None:
    for _ in range(60):
        Reporter().answer("danger", {"danger": "no"})
    one_more = Reporter()
    one_more.answer("danger", {"danger": "no", "risks": ["serious_threat"]})
    assert one_more.status == 429
    elsewhere = Reporter(Client(REMOTE_ADDR="192.0.2.7"))
    elsewhere.answer("danger", {"danger": "no"})
    assert elsewhere.status == 200


def test_behind_a_proxy_the_last_word_of_the_proxy_counts(settings: LazySettings, thornbury: Organisation) -> None:
    def address(forwarded: str) -> str:
        return client_address(RequestFactory().get("/report/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR="10.0.0.1"))

    assert address("192.0.2.1, 192.0.2.2") == "10.0.0.1"
    settings.BEHIND_PROXY = True
    assert address("192.0.2.1, 192.0.2.2") == "192.0.2.2"
