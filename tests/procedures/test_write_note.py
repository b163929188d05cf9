"""A note is kept for colleagues, word for word, and nobody outside the school ever reads it."""

from __future__ import annotations

import pytest
from django.db import Error, connection, transaction

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import arise
from upstander.kernel.actor import reporter
from upstander.procedures.cases.write_note import NotANote, write_note
from upstander.records.access.asking import asking
from upstander.records.audit.models import Entry
from upstander.records.cases.models import Note

SECRET = "Sam’s mother drinks, said the form tutor"


def test_a_note_keeps_who_wrote_it_and_when(cast: Cast) -> None:
    case = arise(cast).case

    with asking(cast.lund.actor()):
        note = write_note(actor=cast.lund.actor(), case_id=case.pk, words="  One.\r\nTwo.\x00 ", at=AT)
        entry = Entry.objects.get(verb="note_written")

    assert (note.words, note.written_by_id, note.at) == ("One.\nTwo.", cast.lund.pk, AT)
    assert (entry.actor_name, entry.subject_id) == ("Mr Lund", case.pk)


@pytest.mark.parametrize("words", ["", "  \n\t ", "x" * 10_001])
def test_an_empty_or_endless_note_is_refused(cast: Cast, words: str) -> None:
    case = arise(cast).case

    with asking(cast.lund.actor()), pytest.raises(NotANote):
        write_note(actor=cast.lund.actor(), case_id=case.pk, words=words, at=AT)


@pytest.mark.parametrize("change", ["UPDATE cases_note SET words = 'other'", "DELETE FROM cases_note"])
def test_a_note_is_never_changed_or_removed(cast: Cast, change: str) -> None:
    note = makers.make_note(case=arise(cast).case, by=cast.okafor)

    with asking(cast.okafor.actor()), pytest.raises(Error, match="append-only"), transaction.atomic():
        connection.cursor().execute(change)
    with asking(cast.okafor.actor()):
        assert Note.objects.get() == note


def test_no_row_that_a_reporter_can_read_holds_the_words_of_a_note(cast: Cast) -> None:
    situation = arise(cast)
    with asking(cast.okafor.actor()):
        write_note(actor=cast.okafor.actor(), case_id=situation.case.pk, words=SECRET, at=AT)

    with asking(reporter(situation.report.pk, cast.thornbury.pk)):
        assert SECRET not in everything_there_is_to_read()
    with asking(cast.okafor.actor()):
        assert SECRET in everything_there_is_to_read()


def everything_there_is_to_read() -> str:
    """Every row of every table of ours, as whoever is asking finds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'procrastinate%%'")
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)
