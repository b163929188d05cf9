"""A message waits behind the code; the e-mail says that there is something to read, and nothing else."""

from __future__ import annotations

import pytest
from django.db import Error, connection, transaction

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import arise
from upstander.kernel.actor import reporter
from upstander.procedures.cases.read_replies import read_replies
from upstander.procedures.cases.write_to_family import NotAMessage, write_to_family
from upstander.records.access.asking import asking
from upstander.records.audit.models import Entry
from upstander.records.disclosures.models import Message
from upstander.records.outbox.models import Message as Email


def test_the_reporter_reads_a_question_and_nobody_elses(cast: Cast) -> None:
    situation = arise(cast)
    other = makers.make_report(organisation=cast.thornbury, child_name="Jo Elm")
    actor = cast.okafor.actor()

    with asking(actor):
        asked = write_to_family(actor=actor, report_id=situation.report.pk, words="When did it start?", is_question=True, at=AT)

    with asking(reporter(situation.report.pk)):
        assert Message.objects.visible_to(reporter(situation.report.pk)).get() == asked
    with asking(reporter(other.pk)):
        assert Message.objects.count() == 0
    assert (asked.said_by, asked.is_question, asked.to_family) == ("Ms Okafor", True, True)


def test_the_email_gives_nothing_away(cast: Cast) -> None:
    situation = arise(cast)
    actor = cast.okafor.actor()

    with asking(actor):
        write_to_family(actor=actor, report_id=situation.report.pk, words="Robin was brave.", is_question=False, at=AT)
        email = Email.objects.get()

    said = email.subject + email.body
    assert email.to_address == "alex@family.example"
    for secret in ("Robin", "Ashdown", "Okafor", "Thornbury", "school", "bully", situation.report.reference, "brave"):
        assert secret not in said


def test_nothing_is_sent_where_there_is_no_address(cast: Cast) -> None:
    report = makers.make_report(organisation=cast.thornbury, reporter_email="")
    actor = cast.okafor.actor()

    with asking(actor):
        write_to_family(actor=actor, report_id=report.pk, words="Hello.", is_question=False, at=AT)
        assert Email.objects.count() == 0


@pytest.mark.parametrize("words", ["", " \n", "x" * 4_001])
def test_an_empty_or_endless_message_is_refused_and_nothing_is_queued(cast: Cast, words: str) -> None:
    report = arise(cast).report
    actor = cast.okafor.actor()

    with asking(actor):
        with pytest.raises(NotAMessage), transaction.atomic():
            write_to_family(actor=actor, report_id=report.pk, words=words, is_question=False, at=AT)
        assert (Message.objects.count(), Email.objects.count()) == (0, 0)


def test_a_reply_is_read_once(cast: Cast) -> None:
    report = arise(cast).report
    makers.make_message(report=report, words="In September.")
    actor = cast.lund.actor()

    with asking(actor):
        assert read_replies(actor=actor, report_id=report.pk, at=AT) == 1
        assert read_replies(actor=actor, report_id=report.pk, at=AT) == 0
        assert Message.objects.get().read_at == AT
        assert Entry.objects.filter(verb="reply_read").count() == 1


@pytest.mark.parametrize("change", ["UPDATE disclosures_message SET words = 'other'", "DELETE FROM disclosures_message"])
def test_a_message_is_never_changed_or_removed(cast: Cast, change: str) -> None:
    makers.make_message(report=arise(cast).report, by=cast.okafor)

    with asking(cast.okafor.actor()), pytest.raises(Error, match="append-only"), transaction.atomic():
        connection.cursor().execute(change)
