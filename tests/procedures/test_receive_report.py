"""The moment at which a draft becomes a report."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from tests.desks.family import pictures
from tests.makers import make_member, make_school, on_behalf_of
from upstander.kernel.actor import reporter
from upstander.kernel.digests import of_json
from upstander.procedures.reporting.attach_evidence import attach_evidence
from upstander.procedures.reporting.receive_report import NoSchool, NoSuchDraft, Received, receive_report
from upstander.procedures.reporting.save_answer import AlreadySent, save_answer
from upstander.procedures.reporting.start_report import start_report
from upstander.records.access.doors import actor_for_code
from upstander.records.access.models import Conflict, Role
from upstander.records.assessments.assessing import known_facts
from upstander.records.assessments.models import Assessment, Duty, Verdict
from upstander.records.audit.models import Entry
from upstander.records.cases.searching import search
from upstander.records.evidence import vault
from upstander.records.evidence.models import Bundle, Custody, Item
from upstander.records.evidence.taking_in import Offered
from upstander.records.intake.draft_keys import DraftKey, new_key
from upstander.records.intake.models import Milestone, Report
from upstander.records.organisations.models import Organisation
from upstander.records.outbox.models import Message as Email

FRIDAY_NIGHT = datetime(2026, 11, 6, 22, 40, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _evidence_here(settings: LazySettings, tmp_path: Path) -> None:
    settings.EVIDENCE_FOLDER = tmp_path


def written(school: Organisation, *, at: datetime = FRIDAY_NIGHT, picture: bool = False, **answers: Any) -> DraftKey:
    """A draft with these answers, as somebody wrote it."""
    key = start_report("danger", answers.pop("danger", {"danger": "no", "risks": []}), at=at).key
    everything = {
        "words": {"words": "They post clips of Robin."},
        "school": {"organisation": str(school.pk), "name": school.name, "urn": 1, "town": ""},
        "people": {"targeted": [{"name": "Robin Ashdown", "year": "9"}], "doing": [{"name": "Juno", "who": "pupil_here"}]},
        "reporter": {"relation": "parent", "name": "Alex Ashdown", "email": "alex@family.example", "safe": "After 6 pm"},
        **answers,
    }
    for question, answer in everything.items():
        save_answer(key, question, answer, seen=0, at=at)
    if picture:
        content = pictures.png()
        assert attach_evidence(reporter(key.draft_id), [Offered("chat.png", len(content), io.BytesIO(content))], at=at) == []
    return key


def received(school: Organisation, **more: Any) -> Received:
    return receive_report(written(school, **more), at=FRIDAY_NIGHT)


@pytest.mark.django_db
class TestReceiving:
    def test_the_school_has_what_was_said(self) -> None:
        school = make_school()
        report = received(school).report
        with on_behalf_of(school.pk):
            kept = Report.objects.get(pk=report.pk)
        assert (kept.child_name, kept.reporter_name, kept.relation) == ("Robin Ashdown", "Alex Ashdown", "parent")
        assert (kept.reporter_email, kept.safe_way) == ("alex@family.example", "After 6 pm")
        assert kept.answers["words"] == {"words": "They post clips of Robin."}
        assert kept.digest == of_json({"answers": kept.answers, "files": []})

    def test_the_code_lets_them_back_in(self) -> None:
        school = make_school()
        result = received(school)
        actor = actor_for_code(result.code)
        assert actor is not None
        assert (actor.report_id, actor.organisation_id) == (result.report.pk, school.pk)

    def test_facts_verdict_and_duties_are_there(self) -> None:
        school = make_school()
        report = received(school, danger={"danger": "no", "risks": ["serious_threat"]}).report
        with on_behalf_of(school.pk):
            assessment = Assessment.objects.get(report=report)
            facts = known_facts(assessment)
            verdict = Verdict.objects.get(assessment=assessment)
            duties = set(Duty.objects.open().filter(assessment=assessment).values_list("duty", flat=True))
        assert facts == verdict.facts
        assert facts["serious_threat"] == facts["school_told"] == facts["other_party_identified"] == "yes"
        assert facts["immediate_danger"] == "no"
        assert {"inform_dsl", "report_to_police"} <= duties
        assert report.promised["routes"][0] == "police_101"

    def test_what_is_promised_counts_in_school_days(self) -> None:
        promised = received(make_school()).report.promised
        assert promised["read_by"] == "2026-11-09T16:00:00+00:00"  # Monday
        assert promised["told_by"] == "2026-11-20T16:00:00+00:00"

    def test_evidence_is_the_schools_and_can_still_be_read(self) -> None:
        school = make_school()
        report = received(school, picture=True).report
        with on_behalf_of(school.pk):
            item, bundle = Item.objects.get(), Bundle.objects.get()
            assert item.organisation_id == bundle.organisation_id == Custody.objects.get().organisation_id == school.pk
            key = vault.unwrap(bytes(bundle.wrapped_key or b""), school.pk)
        assert b"".join(vault.read(item.pk, key)) == pictures.png()
        assert report.digest == of_json({"answers": report.answers, "files": [item.sha256]})

    def test_it_can_be_found_and_is_on_record(self) -> None:
        school = make_school()
        actor = make_member(organisation=school).actor()
        report = received(school).report
        with on_behalf_of(school.pk):
            assert [found.subject_id for found in search(actor, "juno")] == [report.pk]
            assert Milestone.objects.get(report=report).stage == "sent"
            entry = Entry.objects.get(subject_id=report.pk)
        assert (entry.verb, entry.detail["digest"]) == ("sent", report.digest)
        assert "Robin" not in str(entry.detail)

    def test_the_email_says_only_that_there_is_something_to_read(self) -> None:
        school = make_school()
        report = received(school).report
        with on_behalf_of(school.pk):
            email = Email.objects.get()
        for secret in (school.name, "Robin", "Alex", "bully", report.reference, "report"):
            assert secret.lower() not in f"{email.subject} {email.body}".lower()
        assert "/back/" in email.body

    def test_no_email_without_an_address(self) -> None:
        school = make_school()
        received(school, reporter={"relation": "", "name": "", "email": ""})
        with on_behalf_of(school.pk):
            assert not Email.objects.exists()
            assert Report.objects.get().relation == "other"

    def test_a_report_about_the_headteacher_is_walled_off_from_every_head(self) -> None:
        school = make_school()
        head, lead = make_member(organisation=school, name="Dr Reyes", role=Role.HEAD), make_member(organisation=school)
        report = received(school, people={"doing": [{"who": "head"}]}).report
        with on_behalf_of(school.pk):
            assert [conflict.membership_id for conflict in Conflict.objects.all()] == [head.pk]
            assert not Report.objects.visible_to(head.actor()).exists()
            assert Report.objects.visible_to(lead.actor()).get().pk == report.pk
        assert "chair_of_governors" in report.promised["routes"]

    def test_nothing_is_received_without_a_school(self) -> None:
        school = make_school(receives_reports=False)
        key = written(school)
        with pytest.raises(NoSchool):
            receive_report(key, at=FRIDAY_NIGHT)
        with on_behalf_of(school.pk):
            assert not Report.objects.exists()

    def test_nobody_sends_with_another_key(self) -> None:
        with pytest.raises(NoSuchDraft):
            receive_report(new_key(), at=FRIDAY_NIGHT)
        key = written(make_school())
        with pytest.raises(NoSuchDraft):
            receive_report(DraftKey(new_key().word, key.draft_id), at=FRIDAY_NIGHT)

    def test_the_draft_is_emptied_and_takes_no_more(self) -> None:
        school = make_school()
        key = written(school)
        receive_report(key, at=FRIDAY_NIGHT)
        with pytest.raises(AlreadySent) as told:
            save_answer(key, "words", {"words": "more"}, seen=1, at=FRIDAY_NIGHT + timedelta(minutes=1))
        assert told.value.progress.answers == {}


@pytest.mark.usefixtures("committed_db")
def test_a_double_click_makes_one_report_and_one_code() -> None:
    school = make_school()
    key = written(school)

    def press(_: int) -> Received:
        try:
            return receive_report(key, at=FRIDAY_NIGHT)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as presses:
        results = list(presses.map(press, range(4)))
    assert len({result.code for result in results}) == 1
    assert results[0].code
    with on_behalf_of(school.pk):
        assert Report.objects.count() == 1
