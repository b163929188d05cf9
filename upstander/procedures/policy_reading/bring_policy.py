"""Bring the school's behaviour policy as a file: it is kept as it came, and the worker reads it."""

from datetime import datetime
from typing import BinaryIO

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.references import uuid7
from upstander.kernel.shown import harmless
from upstander.policytext.opening import OLD_WORD, kind_of
from upstander.records.access.matrix import May
from upstander.records.access.requiring import require
from upstander.records.audit import recording
from upstander.records.evidence import vault
from upstander.records.organisations.models import Organisation
from upstander.records.outbox.queue import enqueue
from upstander.records.policies.reading import Reading

LARGEST = 25 * 1024 * 1024  # bytes
HEAD = 4096
CHUNK = 256 * 1024
UTF16 = (b"\xff\xfe", b"\xfe\xff")
WHAT_WE_READ = "Bring a PDF, a Word document (.docx), a web page or plain text."


class NotAPolicy(Problem):
    """Nothing came, too much, or something that can be told at sight not to be a document."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="file")


def bring_policy(*, actor: Actor, name: str, size: int, file: BinaryIO, at: datetime) -> Reading:
    """Keep the file encrypted, and have it read. The same file is not read twice with the same requirements.

    Units: `size` in bytes.
    Raises: NotPermitted; NotAPolicy.
    """
    require(actor, May.DECIDE_READING)
    start = _checked(file, size)
    locked = Organisation.objects.select_for_update(no_key=True, of=("self",))  # of two clicks one waits
    school = locked.get(memberships=actor.member)
    reading = Reading(pk=uuid7(), organisation=school, wrapped_key=vault.new_key(school.pk), brought_by_id=actor.member)
    reading.name, reading.ending, reading.brought_at = _name(name), kind_of(start), at
    try:
        reading.size, reading.sha256 = _kept(reading, file)
        _check_new(actor, reading)
        reading.save(force_insert=True)
        enqueue("read_policy", one_at_a_time=True, organisation_id=str(school.pk), reading_id=str(reading.pk))
        recording.record(actor, "policy_brought", "policy_reading", reading.pk, at=at, sha256=reading.sha256, size=reading.size)
    except BaseException:
        vault.destroy(reading.pk)
        raise
    return reading


def _checked(file: BinaryIO, size: int) -> bytes:
    """How the file begins. Nothing more of it is looked at here: that is for the reader, apart from everything else."""
    if size == 0:
        raise NotAPolicy("The file is empty. Choose the policy again.")
    if size > LARGEST:
        raise NotAPolicy("The file is larger than 25 MB. Save it without pictures, or bring the document that was scanned.")
    file.seek(0)
    start = file.read(HEAD)
    if start.startswith(OLD_WORD):
        raise NotAPolicy("This is a Word document of the old kind (.doc), or one with a password. Save it as .docx or PDF.")
    if b"\0" in start and kind_of(start) == "txt" and not start.startswith(UTF16):
        raise NotAPolicy(f"This is not a document that can be read. {WHAT_WE_READ}")
    return start


def _kept(reading: Reading, file: BinaryIO) -> tuple[int, str]:
    file.seek(0)
    key = vault.unwrap(bytes(reading.wrapped_key), reading.organisation_id)
    return vault.keep(reading.pk, iter(lambda: file.read(CHUNK), b""), key)


def _name(name: str) -> str:
    return harmless(name, 200) or "policy"


def _check_new(actor: Actor, reading: Reading) -> None:
    """Raises: NotAPolicy, when the same bytes are being read, or were read with what is asked for today."""
    from upstander.policytext.statements import load_requirements

    before = Reading.objects.visible_to(actor).filter(sha256=reading.sha256).newest_first()
    if before.filter(read_at=None).exists():
        raise NotAPolicy("You brought this file a moment ago. It is still being read.")
    if before.read().filter(rulebook=load_requirements().version).exists():
        raise NotAPolicy("This file was read before. Open it in the list below.")
