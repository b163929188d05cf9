"""Move a message from hand to hand, each time by one conditional UPDATE whose row count is believed.

`claimed_at` is the mark by which a worker knows that the claim is still its own.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q

from upstander.records.outbox.models import Message, Messages, State

CLAIM_LASTS = timedelta(minutes=2)  # longer than a server may take to let us in
HANDING_LASTS = timedelta(minutes=5)  # longer than a server may take over a message


def claim(message_id: UUID, *, at: datetime) -> Message | None:
    """Take a message that waits, or one whose worker was lost before anything left. None when it is somebody else's."""
    free = Q(state=State.QUEUED) | Q(state=State.CLAIMED, claimed_at__lt=at - CLAIM_LASTS)
    taken = Message.objects.filter(free, pk=message_id).update(
        state=State.CLAIMED, claimed_at=at, attempts=F("attempts") + 1, trouble=""
    )
    return Message.objects.get(pk=message_id) if taken else None


def handing(message: Message) -> bool:
    """Say that the message is about to leave. False when somebody else has taken it over."""
    return _mine(message, State.CLAIMED).update(state=State.HANDED) == 1


def sent(message: Message, *, at: datetime) -> None:
    _mine(message, State.HANDED, State.UNCERTAIN).update(state=State.SENT, sent_at=at, trouble="")


def put_back(message: Message, trouble: str) -> None:
    """Nothing has left: let it be tried again later."""
    _mine(message, State.CLAIMED, State.HANDED).update(state=State.QUEUED, trouble=trouble)


def give_up(message: Message, trouble: str) -> None:
    """The server will never take it."""
    _mine(message, State.CLAIMED, State.HANDED).update(state=State.FAILED, trouble=trouble)


def leave_uncertain(message: Message, trouble: str) -> None:
    """It may have left. It is not sent again unless a person says so."""
    _mine(message, State.HANDED).update(state=State.UNCERTAIN, trouble=trouble)


def try_again(message: Message) -> bool:
    """A person lets it be sent once more. False when somebody else has decided meanwhile."""
    return _undecided(message).update(state=State.QUEUED, claimed_at=None, trouble="") == 1


def leave(message: Message) -> bool:
    """A person decides that it is not sent again. False when somebody else has decided meanwhile."""
    return _undecided(message).update(state=State.LEFT) == 1


def mark_lost(*, at: datetime) -> int:
    """Messages whose worker was lost while handing them over. Returns how many became uncertain."""
    lost = Message.objects.filter(state=State.HANDED, claimed_at__lt=at - HANDING_LASTS)
    return lost.update(state=State.UNCERTAIN, trouble="The program stopped while sending.")


def _undecided(message: Message) -> Messages:
    return Message.objects.filter(pk=message.pk, state__in=[State.UNCERTAIN, State.FAILED])


def _mine(message: Message, *states: State) -> Messages:
    return Message.objects.filter(pk=message.pk, claimed_at=message.claimed_at, state__in=states)
