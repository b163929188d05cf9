"""Forget every filter, and the database still shows nobody a row that is not theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from tests.cast import Cast
from tests.makers import (
    AT,
    make_carer,
    make_case,
    make_check,
    make_check_answer,
    make_child,
    make_citation,
    make_comparison,
    make_device,
    make_device_event,
    make_device_search,
    make_done,
    make_exchange,
    make_incident,
    make_item,
    make_let_stand,
    make_marking,
    make_message,
    make_note,
    make_pack,
    make_paper,
    make_police_report,
    make_policy_decision,
    make_prevention,
    make_prompt,
    make_proposal,
    make_reading,
    make_recurrence,
    make_reopening,
    make_report,
    make_sealed_link,
    make_staff_support,
    make_statement,
    make_statement_link,
    make_step,
    make_taken_down,
    on_behalf_of,
)
from tests.procedures.letters import Told, composed, make_told, sent
from tests.walls.worlds import is_ours
from upstander.kernel.actor import NOBODY, reporter
from upstander.kernel.references import uuid7
from upstander.procedures.cases.stop_clock import stop_clock
from upstander.procedures.returning.disagree import disagree
from upstander.records.access.asking import asking, presenting
from upstander.records.access.doors import key_digest, make_code_key
from upstander.records.access.models import Absence, Account, Conflict, Grant
from upstander.records.assessments.models import Decision, Verdict
from upstander.records.audit.models import Entry
from upstander.records.intake.models import Addition
from upstander.records.investigations.models import Finding
from upstander.records.organisations.models import Closure, ComplaintStage, Organisation, School
from upstander.records.outbox.models import Message as Email
from upstander.records.policies.models import Clause

OURS = [model for model in apps.get_models(include_auto_created=True) if is_ours(model)]
# Tables that belong to no organisation, each with the reason why anybody at all may read them.
PUBLIC = {
    "access_account": "who signs in, before anybody knows at which organisation",
    "access_attempt": "counts under keyed digests; no row says who",
    "organisations_school": "the public register",
    "organisations_organisation": "what an organisation publishes about itself",
}
# holidays, how to complain, and the policy that governors approved: walled for writing, open for reading
PUBLISHED = {"organisations_closure", "organisations_complaintstage", "policies_ladder", "policies_clause"}
# What somebody with a code may read, and nothing else.
REPORTERS = {
    "intake_report", "intake_draft", "intake_milestone", "intake_addition", "disclosures_disclosure", "disclosures_message",
    "disclosures_complaint", "evidence_bundle", "evidence_item", "evidence_custody", "investigations_check", *PUBLISHED,
}  # fmt: skip

CLIPS = '[{"words": ["clips"], "keys": [""], "whole": ""}]'


def belongs(model: type[models.Model]) -> bool:
    return any(field.column == "organisation_id" for field in model._meta.concrete_fields)


def tables(walled: bool = True) -> list[str]:
    return sorted(model._meta.db_table for model in OURS if (model._meta.db_table not in PUBLIC) is walled)


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def value(sql: str, *given: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        row = cursor.fetchone()
        return row and row[0]


@pytest.fixture
def full(cast: Cast) -> Cast:
    """Thornbury with a row in every table."""
    told = make_told(cast)
    letter = sent(told.robins, cast.okafor, cast.lund)
    disagree(reporter(told.report.pk, cast.thornbury.pk), letter.pk, "Nobody asked her friends.", at=AT)
    composed(told.jesses, cast.okafor, why="R.A. was there.", hold_it=True)
    shot = make_item(report=told.report, content=b"a screenshot")
    exchange = make_exchange(case=told.case, pupil=told.jesses.child, by=cast.okafor, other=cast.northcliff, item=shot)
    make_paper(exchange=exchange)
    make_sealed_link(exchange=exchange, by=cast.okafor, word="sealed", holder="holder")
    make_marking(item=shot, by=cast.okafor)
    make_pack(case=told.case, by=cast.okafor)
    make_police_report(case=told.case, by=cast.okafor)
    make_let_stand(message=make_message(report=told.report, by=cast.okafor), by=cast.okafor)
    make_note(case=told.case, by=cast.okafor)
    look_back(cast, told)
    publish_and_prevent(cast, told)
    make_taken_down(report=told.report, by=cast.okafor)
    make_comparison(kind="report", kept_id=told.report.pk, other_id=make_report(organisation=cast.thornbury).pk, by=cast.okafor)
    make_carer(child=told.robins.child, by=cast.okafor)
    make_policy_decision(reading=make_reading(by=cast.okafor), by=cast.okafor)
    make_proposal(one=told.robins.child, other=told.jesses.child)
    with on_behalf_of(cast.thornbury.pk):
        make_code_key("4071992633580142", report_id=told.report.pk, organisation_id=cast.thornbury.pk, at=AT)
        verdict = Verdict.objects.get(superseded_at=None)
        Decision.objects.create(
            organisation=cast.thornbury, assessment_id=verdict.assessment_id, verdict=verdict, membership=cast.okafor, at=AT
        )
        Addition.objects.create(organisation=cast.thornbury, report=told.report, words="More.", digest="0" * 64, at=AT)
        Conflict.objects.create(
            organisation=cast.thornbury, membership=cast.reyes, subject_id=told.case.pk, reason="A relative", since=AT
        )
        Grant.objects.create(organisation=cast.thornbury, membership=cast.adeyemi, subject_id=told.case.pk, given_at=AT)
        Absence.objects.create(
            organisation=cast.thornbury, membership=cast.lund, cover=cast.okafor, recorded_by=cast.okafor, recorded_at=AT,
            away_from=AT, away_until=AT,
        )  # fmt: skip
        stop_clock(actor=cast.okafor.actor(), case_id=told.case.pk, reason="Away.", until=AT.date() + timedelta(days=7), at=AT)
        ComplaintStage.objects.create(organisation=cast.thornbury, number=1, name="A talk", to_whom="Ms Okafor", days=5, since=AT)
        Closure.objects.create(organisation=cast.thornbury, first_day=AT, last_day=AT, reason="Half-term")
    return cast


def look_back(cast: Cast, told: Told) -> None:
    """Rows in the tables on whether it has stopped: one question that the family may see, and what they may not."""
    case, robin = told.case, told.robins.child
    make_check(case=case, child=robin, report=told.report)
    make_check(case=case, child=robin, asks="child")
    make_check(case=case, child=told.jesses.child)
    make_recurrence(answer=make_check_answer(case=case, child=robin, by=cast.okafor, stopped="again"))
    make_reopening(case=case, by=cast.okafor)
    make_step(case=case, by=cast.okafor)
    make_statement(case=case, person=robin, by=cast.okafor)
    make_statement_link(case=case, person=robin, by=cast.okafor, word="word")
    device = make_device(case=case, person=robin, by=cast.okafor)
    make_device_search(device=device, by=cast.okafor)
    make_device_event(device=device, by=cast.okafor)
    make_staff_support(case=case, by=cast.okafor)
    make_incident(case=case, by=cast.okafor, person=robin)


def publish_and_prevent(cast: Cast, told: Told) -> None:
    """Rows about the policy and prevention; letters.make_told has published the ladder."""
    with on_behalf_of(cast.thornbury.pk):
        finding, clause = Finding.objects.get(), Clause.objects.get(behaviour="online_bullying")
    make_citation(case=told.case, finding_id=finding.pk, clause=clause)
    measure = make_prevention(by=cast.okafor, owner=cast.lund)
    make_done(prevention=measure, by=cast.okafor)
    make_prompt(prevention=measure, case=told.case, by=cast.okafor)


class TestEveryTable:
    def test_is_walled_or_says_why_it_is_not(self) -> None:
        assert {model._meta.db_table for model in OURS if not belongs(model)} == {*PUBLIC, "intake_draft"}
        assert not {model._meta.db_table for model in OURS if belongs(model)} & set(PUBLIC)

    @pytest.mark.parametrize("table", tables())
    def test_that_is_walled_has_policies_that_bind_its_owner_too(self, db: None, table: str) -> None:
        forced = value("SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", table)
        assert forced is True
        assert value("SELECT count(*) FROM pg_policy WHERE polrelid = %s::regclass", table)

    @pytest.mark.parametrize("table", tables())
    def test_that_is_walled_belongs_to_another_role_than_the_application(self, db: None, table: str) -> None:
        owner = value("SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = %s::regclass", table)
        assert owner != value("SELECT current_user")

    def test_is_ours_because_other_packages_keep_nothing_about_a_child(self) -> None:
        """A table of a package could hold a row of ours unwalled: each one is known here."""
        theirs = {model._meta.app_label for model in apps.get_models(include_auto_created=True) if not is_ours(model)}
        assert theirs <= {"contenttypes", "auth", "sessions", "procrastinate", "account", "mfa"}


class TestTheApplication:
    def test_can_bypass_nothing(self, db: None) -> None:
        assert value("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user") is False

    def test_cannot_switch_the_walls_off(self, db: None) -> None:
        for words in (
            "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
            "DROP POLICY staff ON cases_case",
            "ALTER TABLE cases_case DISABLE TRIGGER ALL",
            "SET session_replication_role = replica",
            "TRUNCATE audit_entry",
            "SET ROLE upstander_owner",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(words)


class TestWhoeverAsks:
    def test_the_full_school_has_a_row_in_every_walled_table(self, full: Cast) -> None:
        """So that an empty answer below means a wall, not an empty table."""
        with on_behalf_of(full.thornbury.pk):
            empty = {table for table in tables() if table != "intake_draft" and not count(table)}
        assert empty == set()

    def test_nobody_reads_nothing(self, full: Cast) -> None:
        with asking(NOBODY):
            assert {table for table in tables() if count(table)} <= PUBLISHED

    def test_another_organisation_reads_none_of_it(self, full: Cast) -> None:
        with on_behalf_of(full.northcliff.pk):
            ours = full.thornbury.pk
            belonging = [model._meta.db_table for model in OURS if belongs(model) and model._meta.db_table not in PUBLISHED]
            for table in belonging:
                assert value(f"SELECT count(*) FROM {table} WHERE organisation_id = %s", ours) == 0, table

    def test_another_organisation_changes_and_removes_none_of_it(self, full: Cast) -> None:
        with on_behalf_of(full.northcliff.pk), connection.cursor() as cursor:
            for model in OURS:
                table = model._meta.db_table
                if belongs(model):
                    cursor.execute(f"UPDATE {table} SET organisation_id = organisation_id")
                    changed = cursor.rowcount
                    cursor.execute(f"SELECT count(*) FROM {table} WHERE organisation_id = %s", [full.northcliff.pk])
                    assert changed <= cursor.fetchone()[0], table

    def test_nobody_writes_a_row_for_another_organisation(self, full: Cast) -> None:
        with on_behalf_of(full.northcliff.pk), pytest.raises(DatabaseError, match="row-level security"):
            with transaction.atomic():
                Email.objects.create(
                    organisation_id=full.thornbury.pk, key="x", to_address="a@b.example", subject="", body="", queued_at=AT
                )

    def test_a_key_to_a_sealed_link_shows_that_link_and_nothing_else(self, full: Cast) -> None:
        for key in ("sealed", "holder"):
            with presenting(key=key_digest(key)):
                assert {table for table in tables() if count(table)} - PUBLISHED == {"disclosures_sealedlink"}
                assert count("disclosures_sealedlink") == 1
                with connection.cursor() as cursor:
                    cursor.execute("UPDATE disclosures_sealedlink SET tries = 0")
                    assert cursor.rowcount == 0
        with presenting(key=key_digest("another")):
            assert {table for table in tables() if count(table)} <= PUBLISHED

    def test_a_reporter_reads_their_own_rows_of_the_tables_that_are_for_them(self, full: Cast) -> None:
        with on_behalf_of(full.thornbury.pk):
            mine = value("SELECT report_id FROM disclosures_disclosure WHERE sent_at IS NOT NULL")
        other = make_report(organisation=full.thornbury, code="9918273645500017")
        make_message(report=other, by=full.okafor)
        make_item(report=other, content=b"another screenshot")
        assert mine
        with asking(reporter(mine, full.thornbury.pk)):
            read = {table for table in tables() if count(table)}
            assert read <= REPORTERS
            assert {"intake_report", "disclosures_disclosure", "disclosures_message", "evidence_item"} <= read
            assert "investigations_check" in read
            for table in read - PUBLISHED:
                own = "id" if table == "intake_report" else "report_id"
                assert value(f"SELECT count(*) FROM {table} WHERE {own} <> %s", mine) == 0, table

    def test_a_reporter_reads_no_letter_before_it_is_sent_nor_after_it_was_taken_back(self, cast: Cast) -> None:
        told = make_told(cast)
        letter = sent(told.robins, cast.okafor, cast.lund)
        with asking(reporter(told.report.pk)):
            assert count("disclosures_disclosure") == 1
        with on_behalf_of(cast.thornbury.pk):
            letter.withdrawn_at, letter.withdrawn_because = AT, "Wrong."
            letter.save(update_fields=["withdrawn_at", "withdrawn_because"])
        with asking(reporter(told.report.pk)):
            assert count("disclosures_disclosure") == 0

    def test_a_reporter_writes_nothing_that_is_the_school_s(self, full: Cast) -> None:
        with on_behalf_of(full.thornbury.pk):
            mine = value("SELECT report_id FROM disclosures_disclosure WHERE sent_at IS NOT NULL")
        with asking(reporter(mine)), connection.cursor() as cursor:
            for table in ("intake_report", "intake_milestone", "disclosures_disclosure", "disclosures_message"):
                cursor.execute(f"UPDATE {table} SET organisation_id = organisation_id")
                assert cursor.rowcount == 0, table

    def test_a_code_or_a_token_that_is_not_there_opens_nothing(self, full: Cast) -> None:
        with presenting(key=b"\x01" * 32, account=str(uuid7())):
            assert {table for table in tables() if count(table)} <= PUBLISHED

    def test_who_is_asking_ends_with_the_transaction(self, full: Cast) -> None:
        with on_behalf_of(full.thornbury.pk):
            assert count("cases_case")
        assert count("cases_case") == 0

    def test_search_as_the_owner_of_the_table_keeps_to_the_organisation_that_asks(self, full: Cast) -> None:
        make_case(lead=full.vance, title="Clips in another chat")
        with on_behalf_of(full.northcliff.pk), connection.cursor() as cursor:
            cursor.execute(
                "SELECT s.organisation_id FROM cases_find(%s::jsonb, 100) f JOIN cases_searchable s ON s.id = f.searchable_id",
                [CLIPS],
            )
            assert {row[0] for row in cursor.fetchall()} == {full.northcliff.pk}
        with asking(NOBODY), connection.cursor() as cursor:
            cursor.execute("SELECT searchable_id FROM cases_find(%s::jsonb, 100)", [CLIPS])
            assert cursor.fetchall() == []


def test_what_is_public_is_readable_by_nobody_in_particular(full: Cast) -> None:
    with asking(NOBODY):
        assert School.objects.exists()
        assert Organisation.objects.exists()
        assert Account.objects.exists()
        assert not Entry.objects.exists()


def test_a_child_known_to_two_schools_is_two_rows(cast: Cast) -> None:
    for school in (cast.thornbury, cast.northcliff):
        make_child(organisation=school, name="Robin Ashdown")
    with on_behalf_of(cast.thornbury.pk):
        assert count("people_person") == 1
