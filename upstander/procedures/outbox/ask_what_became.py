"""Ask the carrier what became of the messages that it took, and do something about those that did not arrive."""

import logging
from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import system
from upstander.records.access.asking import asking
from upstander.records.audit import recording
from upstander.records.cases.unreached import not_reached
from upstander.records.organisations.models import Organisation
from upstander.records.outbox import claiming
from upstander.records.outbox.carriers import can_be_asked
from upstander.records.outbox.carrying import Became, Carrier, Unreachable
from upstander.records.outbox.models import Message

MOST_ROUNDS = 2  # a carrier tries for up to three days by itself
AT_ONCE = 100  # of each organisation a round
log = logging.getLogger(__name__)


def ask_what_became(*, at: datetime) -> int:
    """Returns of how many messages it became known. Where nobody can be asked, nothing is."""
    carrier = can_be_asked()
    if carrier is None:
        return 0
    try:
        return sum(_ask(carrier, organisation, at) for organisation in Organisation.objects.values_list("pk", flat=True))
    except Unreachable as trouble:
        log.warning("Nobody could be asked what became of messages: %s", trouble)
        return 0


def _ask(carrier: Carrier, organisation_id: UUID, at: datetime) -> int:
    with asking(system(organisation_id)):
        messages = list(Message.objects.filter(organisation_id=organisation_id).to_ask_about(at=at)[:AT_ONCE])
    return sum(_learn(message, _became(carrier, message, at), at) for message in messages)


def _became(carrier: Carrier, message: Message, at: datetime) -> Became:
    """One that cannot be asked about goes behind the others, so that it does not stand in their way for ever.

    Raises: Unreachable.
    """
    assert message.carrier_id
    try:
        return carrier.became(message.carrier_id)
    except Unreachable:
        with asking(system(message.organisation_id)):
            claiming.ask_later(message, at=at)
        raise


def _learn(message: Message, became: Became, at: datetime) -> bool:
    with asking(system(message.organisation_id)):
        if became is Became.UNDER_WAY:
            return not claiming.ask_later(message, at=at)
        if became is Became.DELIVERED:
            return claiming.delivered(message, at=at)
        if became is Became.NO_MORE:
            return claiming.ask_no_more(message, "Nobody can say whether it arrived.")
        if became is Became.NOT_NOW and message.round < MOST_ROUNDS:
            return _once_more(message, at)
        trouble = (
            "It could not be delivered: there is no such address." if became is Became.NEVER else "It could not be delivered."
        )
        return claiming.returned(message, trouble, at=at) and _say_so(message, at)


def _once_more(message: Message, at: datetime) -> bool:
    return claiming.next_round(message, "It could not be delivered. It is tried once more.", at=at)


def _say_so(message: Message, at: datetime) -> bool:
    if subject := not_reached(message, at=at):
        actor = system(message.organisation_id)
        recording.record(actor, "family_not_reached", *subject, at=at, message=str(message.pk))
    return True
