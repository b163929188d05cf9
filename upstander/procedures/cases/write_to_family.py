"""Tell the person who made a report something, or ask them a question. They read it with their code."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.calling import call
from upstander.records.disclosures.models import Message
from upstander.records.intake.coming_back import can_come_back
from upstander.records.intake.models import Report

LONGEST_MESSAGE = 4_000


class NotAMessage(Problem):
    """Nothing was written, or too much."""


def write_to_family(*, actor: Actor, report_id: UUID, words: str, is_question: bool, at: datetime) -> Message:
    """The words wait behind their code; the message that calls them says only that there is something to read.

    Raises: NotPermitted; NotAMessage.
    """
    report = permitted(actor, May.WRITE_TO_FAMILY, Report.objects, report_id)
    if not can_come_back(report):
        raise NotAMessage(
            "They have no code, so they could not read it. Ring or write to them, and keep a note of it.", field="words"
        )
    message = Message.objects.create(
        organisation_id=report.organisation_id,
        report=report,
        to_family=True,
        is_question=is_question,
        words=_checked(words),
        said_by=actor.name,
        membership_id=actor.membership_id,
        at=at,
    )
    call(report, key=f"message:{message.pk}", at=at)
    recording.record(actor, "family_written_to", "report", report.pk, at=at, message=str(message.pk), question=is_question)
    return message


def _checked(words: str) -> str:
    written = typed(words)
    if not written:
        raise NotAMessage("Write what you want to tell or ask.", field="words")
    if len(written) > LONGEST_MESSAGE:
        raise NotAMessage(f"The message has {len(written):,} characters. Use at most {LONGEST_MESSAGE:,}.", field="words")
    return written
