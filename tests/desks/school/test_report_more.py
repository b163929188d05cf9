"""Evidence that somebody hands in, behind the question about sexual pictures; and a code for a family that had none."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import makers
from tests.cast import Cast, signed_in
from tests.desks.family import pictures
from tests.desks.reports import a_report, assessment_of
from upstander.records.access.asking import asking
from upstander.records.access.models import ReceiptKey
from upstander.records.assessments.assessing import known_facts
from upstander.records.audit.models import Entry
from upstander.records.disclosures.arrivals import Arrival
from upstander.records.evidence.models import Custody, Item
from upstander.records.intake.models import Addition, Report
from upstander.records.outbox.models import Message as Email

GATE = "nude or sexual picture of someone under 18?"


@pytest.fixture(autouse=True)
def vault_folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.EVIDENCE_FOLDER = tmp_path
    return tmp_path


@pytest.fixture
def report(cast: Cast) -> Report:
    report = a_report(cast.thornbury)
    makers.make_taken_down(report=report, by=cast.okafor)
    return report


def a_file(name: str = "chat.png", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or pictures.png())


class TestEvidence:
    def test_is_taken_in_after_the_question_with_who_gave_it_and_who_took_it(
        self, cast: Cast, report: Report, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        address, staff = f"/school/reports/{report.pk}/evidence/", signed_in(cast.lund)
        assert address in staff.get(f"/school/reports/{report.pk}/").content.decode()
        with django_assert_max_num_queries(11):
            first = staff.get(address).content.decode()
        assert GATE in first
        assert 'type="file"' not in first
        assert "Choose yes, no or not known." in staff.post(address, {}).content.decode()
        picker = staff.post(address, {"image": "no"}).content.decode()
        assert 'type="file"' in picker
        sent = {"image": "no", "take": "yes", "given_by": "His grandmother", "files": a_file()}
        assert staff.post(address, sent)["Location"] == f"/school/reports/{report.pk}/"
        with asking(cast.lund.actor()):
            item, custody = Item.objects.get(), Custody.objects.get()
            assert (custody.actor_name, custody.actor_id, custody.given_by) == ("Mr Lund", cast.lund.pk, "His grandmother")
            assert Entry.objects.get(verb="evidence_taken_in").detail == {"files": 1, "given_by": "His grandmother"}
            assert not Arrival.objects.exists(), "nobody has to be told of what staff took in"
        assert "came in, Mr Lund, from His grandmother" in staff.get(f"/school/evidence/{item.pk}/").content.decode()

    @pytest.mark.parametrize("answer", ["yes", "unknown"])
    def test_that_may_be_such_a_picture_has_no_picker_and_is_never_attached(
        self, cast: Cast, report: Report, answer: str
    ) -> None:
        address, staff = f"/school/reports/{report.pk}/evidence/", signed_in(cast.okafor)
        assert 'type="file"' not in staff.post(address, {"image": answer}).content.decode()
        forced = {"image": answer, "take": "yes", "given_by": "Somebody", "files": a_file()}
        assert staff.post(address, forced).status_code == 422
        assert staff.post(address, {"image": answer, "describe": "yes", "words": " "}).status_code == 422
        words = "A girl in Year 9. Two boys have it."
        assert staff.post(address, {"image": answer, "describe": "yes", "words": words}).status_code == 302
        with asking(cast.okafor.actor()):
            assert not Item.objects.exists()
            assert Addition.objects.get().words == f"Described to Ms Okafor, not attached: {words}"
            fact = known_facts(assessment_of(report)).get("intimate_image_of_child")
        assert fact == ("yes" if answer == "yes" else None)

    def test_says_what_is_missing_and_why_a_file_is_refused(self, cast: Cast, report: Report) -> None:
        address, staff = f"/school/reports/{report.pk}/evidence/", signed_in(cast.okafor)
        sent = {"image": "no", "take": "yes", "given_by": "Her aunt"}
        assert "Choose the files first." in staff.post(address, sent).content.decode()
        assert "Write who gave it to you" in staff.post(address, {**sent, "given_by": "", "files": a_file()}).content.decode()
        page = staff.post(address, {**sent, "files": [a_file("one.png"), a_file("bad.exe", b"MZ\x00")]})
        assert page.status_code == 422
        assert "bad.exe" in page.content.decode()
        assert "1 file is kept" in page.content.decode()

    def test_of_a_report_that_somebody_may_not_see_is_taken_in_by_nobody(self, cast: Cast, report: Report) -> None:
        makers.make_conflict(member=cast.reyes, subject_id=report.pk)
        for page in ("evidence", "code"):
            address = f"/school/reports/{report.pk}/{page}/"
            for member in (cast.reyes, cast.adeyemi, cast.hale, cast.vance, cast.marsh):
                client = signed_in(member)
                assert client.get(address).status_code == client.post(address, {"image": "no"}).status_code == 404
        with asking(cast.okafor.actor()):
            assert not ReceiptKey.objects.filter(report_id=report.pk).exists()


class TestCode:
    def test_is_shown_once_and_lets_them_in(self, cast: Cast, report: Report) -> None:
        address, staff = f"/school/reports/{report.pk}/code/", signed_in(cast.okafor)
        assert address in staff.get(f"/school/reports/{report.pk}/").content.decode()
        made = staff.post(address)
        code = made.content.decode().partition('class="receipt__code">')[2].partition("<")[0]
        assert len(code.replace(" ", "")) == 16
        again = staff.post(address)
        assert (again.status_code, "There is a code" in again.content.decode()) == (422, True)
        assert code not in staff.get(address).content.decode()
        parent = Client(headers={"Sec-Fetch-Site": "same-origin"})
        assert report.reference in parent.post("/back/", {"code": code}).content.decode()
        with asking(cast.okafor.actor()):
            assert Entry.objects.get(verb="code_made").subject_id == report.pk
            assert code.replace(" ", "") not in str(list(Entry.objects.values_list("detail", flat=True)))
            assert Email.objects.get(key=f"receipt:{report.pk}").to_address == report.reporter_email

    def test_is_not_made_where_somebody_has_one(self, cast: Cast) -> None:
        own = a_report(cast.thornbury)
        page = signed_in(cast.okafor).post(f"/school/reports/{own.pk}/code/")
        assert page.status_code == 422
        with asking(cast.okafor.actor()):
            assert not ReceiptKey.objects.filter(report_id=own.pk).exists()
