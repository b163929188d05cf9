"""Decide about an e-mail of which nobody knows whether it arrived, or which no server takes."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.requiring import NotPermitted, require
from upstander.records.audit import recording
from upstander.records.intake.emails import emails_to_decide
from upstander.records.outbox import claiming
from upstander.records.outbox.telling import hand_to_worker


class AlreadyDecided(Problem):
    """A colleague was faster."""


def decide_email(*, actor: Actor, message_id: UUID, send_again: bool, at: datetime) -> None:
    """Let it be sent once more, or leave it. It says only that there is something to read, so a second one does no harm.

    Raises: NotPermitted; AlreadyDecided.
    """
    require(actor, May.WRITE_TO_FAMILY)
    message = emails_to_decide(actor).filter(pk=message_id).first()
    if message is None:
        raise NotPermitted(f"{actor.role or actor.kind} may not decide about this e-mail")
    if not (claiming.try_again(message) if send_again else claiming.leave(message)):
        raise AlreadyDecided("A colleague has decided about this e-mail meanwhile.")
    if send_again:
        hand_to_worker(message)
    recording.record(actor, "email_sent_again" if send_again else "email_left", "report", message.subject_id, at=at)
