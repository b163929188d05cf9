"""Hand one message of the outbox to its carrier."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import connection

from upstander.kernel.actor import system
from upstander.records.access.asking import asking
from upstander.records.audit import recording
from upstander.records.cases.unreached import not_reached
from upstander.records.outbox import claiming
from upstander.records.outbox.carriers import carrier_of
from upstander.records.outbox.carrying import Answer, Carrier, NotNow, Refused, Silent, Taken, Unfit, Unreachable
from upstander.records.outbox.models import Message

MOST_ATTEMPTS = 30  # with at most an hour between them, a little more than a day
log = logging.getLogger(__name__)


def send_message_out(*, organisation_id: UUID, message_id: UUID, at: datetime) -> None:
    """Send a message once, whatever happens to this process.

    1. Claim the message; leave it when somebody else has it.
    2. When it was tried before and its carrier can be asked, ask whether it took it: then it is not handed over again.
    3. Reach the carrier. What fails until here is tried again: nothing has left.
    4. Say, in a transaction of its own, that the message is about to leave.
    5. Hand it over. A refusal is an answer: nothing was taken. Silence is not: it may have been taken, so the carrier is asked
       before the next try, or, where it cannot be asked, it is left to a person.
    6. Say what became of it.
    """
    actor = system(organisation_id)
    with asking(actor):
        message = claiming.claim(message_id, at=at)
    if message is None:
        return
    carrier = carrier_of(message.way)
    try:
        taken = carrier.found(message) if carrier.can_be_asked and message.attempts > 1 else None
        if taken:
            _settle(message, taken, carrier, at)
            return
        hand_over = carrier.ready(message)
    except Unreachable as trouble:
        _settle(message, NotNow(f"Not sent yet: {trouble}."), carrier, at)
        return
    except Unfit as trouble:
        _settle(message, Refused(f"Not sent: {trouble}."), carrier, at)
        return
    with asking(actor):
        if not claiming.handing(message, carrier=carrier.name):
            return
    _settle(message, hand_over(), carrier, at)
    carrier.close()


def _settle(message: Message, answer: Answer, carrier: Carrier, at: datetime) -> None:
    if not connection.in_atomic_block:  # it may have been cut meanwhile, and what became of the message must be said
        connection.close_if_unusable_or_obsolete()
    with asking(system(message.organisation_id)):
        if isinstance(answer, Taken):
            claiming.sent(message, at=at, carrier_id=answer.id)
            return
        log.warning("A message was not sent. %s", answer.trouble)  # troubles name no address
        if isinstance(answer, Silent) and not carrier.can_be_asked:
            claiming.leave_uncertain(message, answer.trouble)
        elif isinstance(answer, Refused) or message.attempts >= MOST_ATTEMPTS:
            _give_up(message, answer.trouble, at)
        else:
            claiming.put_back(message, answer.trouble, at=at)


def _give_up(message: Message, trouble: str, at: datetime) -> None:
    if claiming.give_up(message, trouble) and (subject := not_reached(message, at=at)):
        actor = system(message.organisation_id)
        recording.record(actor, "family_not_reached", *subject, at=at, message=str(message.pk))
