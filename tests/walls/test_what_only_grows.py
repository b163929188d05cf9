"""Rows that only grow: the triggers refuse, and where an owner went behind them the chain and the seals tell."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction

from tests.cast import Cast, assemble
from tests.makers import (
    AT,
    make_case,
    make_check_answer,
    make_citation,
    make_comparison,
    make_device,
    make_device_event,
    make_device_search,
    make_done,
    make_exchange,
    make_finding,
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
    make_reading,
    make_reopening,
    make_report,
    make_staff_support,
    make_statement,
    make_taken_down,
    on_behalf_of,
)
from tests.procedures.letters import make_told, sent
from tests.walls.owner import tampered
from upstander.kernel.actor import system
from upstander.records.access.asking import asking
from upstander.records.audit import recording
from upstander.records.audit.models import Entry
from upstander.records.audit.recording import broken_links
from upstander.records.cases.models import Case
from upstander.records.investigations.models import Finding
from upstander.records.organisations.models import ComplaintStage, Organisation
from upstander.records.policies.models import Clause

GROWING = (
    "investigations_checkanswer", "investigations_reopening", "investigations_statement",
    "investigations_device", "investigations_devicesearch", "investigations_deviceevent", "investigations_staffsupport",
    "investigations_incident", "investigations_incidentpart",
    "audit_entry", "assessments_fact", "cases_note", "cases_comparison", "disclosures_step", "disclosures_message",
    "disclosures_letstand", "disclosures_policepack", "disclosures_packstep", "evidence_marking", "investigations_policereport",
    "disclosures_crossing", "disclosures_enclosure", "disclosures_paper",
    "evidence_custody", "disclosures_arrival", "organisations_complaintstage",
    "intake_report", "intake_milestone", "intake_takendown", "investigations_finding", "investigations_measure",
    "policies_citation", "policies_preventiondone", "policies_reading", "policies_proposal", "policies_policydecision",
)  # fmt: skip


class TestTheTriggers:
    @pytest.fixture
    def school(self, cast: Cast) -> Iterator[Organisation]:
        told = make_told(cast)
        sent(told.robins, cast.okafor, cast.lund)
        make_note(case=told.case, by=cast.okafor)
        make_let_stand(message=make_message(report=told.report, by=cast.okafor), by=cast.okafor)
        make_taken_down(report=told.report, by=cast.okafor)
        make_comparison(
            kind="report", kept_id=told.report.pk, other_id=make_report(organisation=cast.thornbury).pk, by=cast.okafor
        )
        shot = make_item(report=told.report, content=b"a screenshot")
        make_paper(
            exchange=make_exchange(case=told.case, pupil=told.jesses.child, by=cast.okafor, other=cast.northcliff, item=shot)
        )
        make_marking(item=shot, by=cast.okafor)
        make_pack(case=told.case, by=cast.okafor)
        make_police_report(case=told.case, by=cast.okafor)
        make_message(report=told.report)
        make_check_answer(case=told.case, child=told.robins.child, by=cast.okafor)
        make_reopening(case=told.case, by=cast.okafor)
        make_statement(case=told.case, person=told.robins.child, by=cast.okafor)
        make_done(prevention=make_prevention(by=cast.okafor), by=cast.okafor)
        make_policy_decision(reading=make_reading(by=cast.okafor), by=cast.okafor)
        device = make_device(case=told.case, person=told.jesses.child, by=cast.okafor)
        make_device_search(device=device, by=cast.okafor)
        make_device_event(device=device, by=cast.okafor)
        make_staff_support(case=told.case, by=cast.okafor)
        make_incident(case=told.case, by=cast.okafor, person=told.jesses.child)
        with on_behalf_of(cast.thornbury.pk):
            finding, clause = Finding.objects.get(), Clause.objects.filter(behaviour="online_bullying").get()
            make_citation(case=told.case, finding_id=finding.pk, clause=clause)
            ComplaintStage.objects.create(organisation=cast.thornbury, number=1, name="A", to_whom="B", days=5, since=AT)
            yield cast.thornbury

    def test_let_no_row_be_changed_or_removed(self, school: Organisation) -> None:
        for table in GROWING:
            self._refuse(table)

    def _refuse(self, table: str) -> None:
        column = {"audit_entry": "verb", "intake_report": "reference", "cases_note": "words"}.get(table, "id")
        new = "gen_random_uuid()" if column == "id" else "'changed'"
        for words in (f"UPDATE {table} SET {column} = {new}", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(words)

    def test_every_table_that_should_only_grow_does(self, db: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only'")
            assert {row[0] for row in cursor.fetchall()} >= set(GROWING)


def verified(command: str) -> str:
    said = StringIO()
    call_command(command, "verify", stdout=said)
    return said.getvalue()


@pytest.fixture
def kept(committed_db: None) -> Cast:
    """What is really committed, so that the owner's own connection finds it."""
    cast = assemble()
    told = make_told(cast)
    sent(told.robins, cast.okafor, cast.lund)
    return cast


REWRITTEN = {
    "UPDATE audit_entry SET actor_name = 'Nobody' WHERE number = 2": "entry 2",
    "UPDATE audit_entry SET detail = '{}' WHERE number = 2": "entry 2",
    "UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE number = 2": "entry 2",
    "DELETE FROM audit_entry WHERE number = 2": "entry 3",
    "UPDATE audit_entry SET number = 20 WHERE number = 2": "entry 3",
    "UPDATE audit_entry SET digest = sha256('x') WHERE number = 2": "entry 2",
}


class TestTheChain:
    def test_tells_of_an_owner_who_rewrote_it(self, kept: Cast) -> None:
        for words, named in REWRITTEN.items():
            with tampered("audit_entry", words), pytest.raises(CommandError, match=f"School: {named} is not what it") as trouble:
                verified("audit")
            assert trouble.value.returncode == 1
        assert verified("audit") == "The audit record is whole.\n"

    def test_stays_whole_when_many_write_at_once(self, committed_db: None) -> None:
        school = assemble().thornbury

        def write(worker: int) -> None:
            try:
                for _ in range(10):
                    with asking(system(school.pk)):
                        recording.record(system(school.pk), "read", "case", None, at=AT, worker=worker)
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as workers:
            list(workers.map(write, range(4)))
        with on_behalf_of(school.pk):
            numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
            assert numbers == list(range(1, 41))
            assert list(broken_links(school.pk)) == []

    def test_has_no_gap_where_a_transaction_was_given_up(self, cast: Cast) -> None:
        school = cast.thornbury
        with on_behalf_of(school.pk):
            recording.record(system(school.pk), "read", "case", None, at=AT)
            with transaction.atomic():
                recording.record(system(school.pk), "read", "case", None, at=AT)
                transaction.set_rollback(True)
            recording.record(system(school.pk), "read", "case", None, at=AT)
            assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
            assert list(broken_links(school.pk)) == []


CHANGED = ("html = html || ' '", "text = ''", "pdf = pdf || '\\x00'", "payload = payload || '{\"a\": 1}'")


def test_the_seals_tell_of_an_owner_who_rewrote_a_letter(kept: Cast) -> None:
    table = "disclosures_disclosure"
    for change in CHANGED:
        with (
            tampered(table, f"UPDATE {table} SET {change}"),
            pytest.raises(CommandError, match=r"letter .* is not what was sent"),
        ):
            verified("disclosures")
    assert verified("disclosures") == "Every letter is what was sent.\n"


def test_a_pack_that_an_owner_rewrote_is_told_of(kept: Cast) -> None:
    with on_behalf_of(kept.thornbury.pk):
        case = Case.objects.get()
    make_pack(case=case, by=kept.okafor)
    table = "disclosures_policepack"
    with tampered(table, f"UPDATE {table} SET payload = payload || '{{\"a\": 1}}'"), pytest.raises(CommandError, match="pack"):
        verified("disclosures")


def test_a_finding_and_a_measure_are_superseded_and_never_rewritten(cast: Cast) -> None:
    case = make_case(lead=cast.okafor, reports=[make_report(organisation=cast.thornbury, taken_by=cast.okafor)])
    finding = make_finding(case=case, by=cast.okafor)
    with on_behalf_of(cast.thornbury.pk):
        finding.superseded_at = AT
        finding.save(update_fields=["superseded_at"])
        finding.outcome = "not_bullying"
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            finding.save(update_fields=["outcome"])
