"""Tell the person who made a report something, or ask them a question. They read it with their code."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed, typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.calling import call
from upstander.records.disclosures.messages_checked import named_to, sentence_about
from upstander.records.disclosures.models import LetStand, Message
from upstander.records.disclosures.naming import Mention
from upstander.records.intake.coming_back import can_come_back
from upstander.records.intake.models import Report

LONGEST_MESSAGE = 4_000
LONGEST_REASON = 300


class NotAMessage(Problem):
    """Nothing was written, or too much."""


class MayTellOfAnother(NotAMessage):
    """Words of it may tell of somebody whom the reader may not be told about. `found` are those words."""

    def __init__(self, found: list[Mention], because: str) -> None:
        self.found = tuple(dict.fromkeys(mention.word for mention in found))
        super().__init__({"words": sentence_about(found), "because": because})


def write_to_family(
    *,
    actor: Actor,
    report_id: UUID,
    words: str,
    is_question: bool,
    at: datetime,
    let_stand: Collection[str] = (),
    because: str = "",
) -> Message:
    """The words wait behind their code; the message that calls them says only that there is something to read.

    `let_stand` are the words that were shown as telling of somebody else, and `because` is why they may stand all the same.
    Raises: NotPermitted; NotAMessage; MayTellOfAnother.
    """
    report = permitted(actor, May.WRITE_TO_FAMILY, Report.objects, report_id)
    if not can_come_back(report):
        raise NotAMessage(
            "They have no code, so they could not read it. Ring or write to them, and keep a note of it.", field="words"
        )
    words, because = _checked(words), typed_line(because)
    found = named_to(actor, report, words)
    _check(found, let_stand, because)
    message = Message.objects.create(
        organisation_id=report.organisation_id,
        report=report,
        to_family=True,
        is_question=is_question,
        words=words,
        said_by=actor.name,
        membership_id=actor.membership_id,
        at=at,
    )
    if found:
        _keep_why(message, found, because, actor, at)
    call(report, key=f"message:{message.pk}", at=at)
    recording.record(
        actor,
        "family_written_to",
        "report",
        report.pk,
        at=at,
        message=str(message.pk),
        question=is_question,
        let_stand=len(found),
    )
    return message


def _check(found: list[Mention], let_stand: Collection[str], because: str) -> None:
    """Words that nobody was shown are shown first, whatever reason was given for others."""
    if any(mention.word not in let_stand for mention in found) or (found and not because):
        raise MayTellOfAnother(found, "Write why these words may stand, or change the message.")
    if found and len(because) > LONGEST_REASON:
        raise MayTellOfAnother(found, f"Use at most {LONGEST_REASON} characters.")


def _keep_why(message: Message, found: list[Mention], because: str, actor: Actor, at: datetime) -> None:
    LetStand.objects.create(
        organisation_id=message.organisation_id,
        message=message,
        found=[{"word": mention.word, "kind": mention.kind.value} for mention in found],
        because=because,
        let_by_id=actor.member,
        at=at,
    )


def _checked(words: str) -> str:
    written = typed(words)
    if not written:
        raise NotAMessage("Write what you want to tell or ask.", field="words")
    if len(written) > LONGEST_MESSAGE:
        raise NotAMessage(f"The message has {len(written):,} characters. Use at most {LONGEST_MESSAGE:,}.", field="words")
    return written
