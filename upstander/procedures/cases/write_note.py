"""Write down something for colleagues. A note is never part of anything that is sent."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import LONGEST, typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Case, Note


class NotANote(Problem):
    """Nothing was written, or too much."""


def write_note(*, actor: Actor, case_id: UUID, words: str, at: datetime) -> Note:
    """Raises: NotPermitted; NotANote."""
    case = permitted(actor, May.WRITE_NOTE, Case.objects, case_id)
    note = Note.objects.create(
        organisation_id=case.organisation_id, case=case, words=_checked(words), written_by_id=actor.member, at=at
    )
    recording.record(actor, "note_written", "case", case.pk, at=at, note=str(note.pk))
    return note


def _checked(words: str) -> str:
    written = typed(words)
    if not written:
        raise NotANote("Write the note before you save it.", field="words")
    if len(written) > LONGEST:
        raise NotANote(f"The note has {len(written):,} characters. Use at most {LONGEST:,}, or write two.", field="words")
    return written
