"""Move a message from hand to hand, each time by one conditional UPDATE whose row count is believed.

`claimed_at` is the mark by which a worker knows that the claim is still its own.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from upstander.records.outbox.models import Message, Messages, State

CLAIM_LASTS = timedelta(minutes=2)  # longer than a server may take to let us in
HANDING_LASTS = timedelta(minutes=5)  # longer than a carrier may take over a message
REMEMBERED = timedelta(days=6)  # Notify can be asked about what it took within seven days
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=1)
NOTIFY = Q(carrier="notify")


def claim(message_id: UUID, *, at: datetime) -> Message | None:
    """Take a message that waits, or one whose worker was lost before anything left. None when it is somebody else's."""
    askable = ~(NOTIFY & Q(claimed_at__lt=at - REMEMBERED))
    free = Q(state=State.QUEUED) & askable | Q(state=State.CLAIMED, claimed_at__lt=at - CLAIM_LASTS)
    taken = Message.objects.filter(free, pk=message_id).update(
        state=State.CLAIMED, claimed_at=at, next_at=None, attempts=F("attempts") + 1, trouble=""
    )
    return Message.objects.get(pk=message_id) if taken else None


def handing(message: Message, *, carrier: str) -> bool:
    """Say that the message is about to leave, and by whom. False when somebody else has taken it over."""
    return _mine(message, State.CLAIMED).update(state=State.HANDED, carrier=carrier) == 1


def sent(message: Message, *, at: datetime, carrier_id: UUID | None = None) -> bool:
    ask_at = at + timedelta(minutes=1) if carrier_id else None
    return (
        _mine(message, State.CLAIMED, State.HANDED, State.UNCERTAIN).update(
            state=State.SENT, sent_at=at, carrier_id=carrier_id, next_at=ask_at, trouble=""
        )
        == 1
    )


def put_back(message: Message, trouble: str, *, at: datetime) -> bool:
    """Let it be tried again later: each time later than the time before."""
    back = _mine(message, State.CLAIMED, State.HANDED)
    return back.update(state=State.QUEUED, next_at=at + wait_after(message.attempts), trouble=trouble) == 1


def wait_after(attempts: int) -> timedelta:
    return min(FIRST_WAIT * (1 << max(0, min(attempts, 10) - 1)), LONGEST_WAIT)


def give_up(message: Message, trouble: str) -> bool:
    """No carrier will ever take it."""
    return _mine(message, State.CLAIMED, State.HANDED).update(state=State.FAILED, trouble=trouble) == 1


def leave_uncertain(message: Message, trouble: str) -> bool:
    """It may have left. It is not sent again unless a person says so."""
    return _mine(message, State.HANDED).update(state=State.UNCERTAIN, trouble=trouble) == 1


def ask_later(message: Message, *, at: datetime) -> bool:
    """Still under way: ask again, the longer it takes the more seldom."""
    waited = at - message.sent_at if message.sent_at else LONGEST_WAIT
    return _taken(message).update(next_at=at + min(max(waited / 4, timedelta(minutes=1)), 3 * LONGEST_WAIT)) == 1


def ask_no_more(message: Message, trouble: str) -> bool:
    """The carrier took it, and nobody will ever say whether it arrived."""
    return _taken(message).update(next_at=None, trouble=trouble) == 1


def delivered(message: Message, *, at: datetime) -> bool:
    return _taken(message).update(state=State.DELIVERED, settled_at=at, next_at=None, trouble="") == 1


def returned(message: Message, trouble: str, *, at: datetime) -> bool:
    """The carrier could not deliver it, and never will."""
    return _taken(message).update(state=State.RETURNED, settled_at=at, next_at=None, trouble=trouble) == 1


def bounced(message: Message, trouble: str, *, round: int, at: datetime) -> bool:
    """An e-mail of this round came back. So it had left, also where nobody knew, or has yet said, that it did."""
    left = Message.objects.filter(pk=message.pk, carrier="smtp", round=round)
    left = left.filter(state__in=[State.HANDED, State.SENT, State.UNCERTAIN])
    changed = {"settled_at": at, "sent_at": Coalesce("sent_at", Value(at)), "trouble": trouble}
    return left.update(state=State.RETURNED, next_at=None, **changed) == 1


def next_round(message: Message, trouble: str, *, at: datetime) -> bool:
    """The carrier could not deliver it this time, and it is known that it did not arrive: send it once more, later."""
    return _taken(message).update(**_anew(next_at=at + LONGEST_WAIT, trouble=trouble)) == 1


def try_again(message: Message) -> bool:
    """A person lets it be sent once more. False when somebody else has decided meanwhile."""
    return _undecided(message).update(**_anew(next_at=None, trouble="")) == 1


def leave(message: Message) -> bool:
    """A person decides that it is not sent again. False when somebody else has decided meanwhile."""
    return _undecided(message).update(state=State.LEFT, sent_at=None) == 1


def mark_lost(*, at: datetime) -> int:
    """Messages whose worker was lost while handing them over. Returns how many.

    They become uncertain, but where the carrier can be asked: those are taken up again, and whoever does asks first.
    """
    lost = Message.objects.filter(state=State.HANDED, claimed_at__lt=at - HANDING_LASTS)
    askable = lost.filter(NOTIFY, claimed_at__gte=at - REMEMBERED)
    asked = askable.update(state=State.QUEUED, next_at=at, trouble="The program stopped while sending.")
    forgotten = Message.objects.filter(NOTIFY, state=State.QUEUED, claimed_at__lt=at - REMEMBERED)
    long_ago = forgotten.update(state=State.UNCERTAIN, next_at=None, trouble="Too long ago to ask whether it had left.")
    return asked + long_ago + lost.update(state=State.UNCERTAIN, trouble="The program stopped while sending.")


def _anew(**more: object) -> dict[str, object]:
    """Another round: with another reference, since that of the last one is known to its carrier."""
    blank = {"claimed_at": None, "sent_at": None, "settled_at": None, "carrier": "", "carrier_id": None, "attempts": 0}
    return {**blank, "state": State.QUEUED, "round": F("round") + 1, **more}


def _undecided(message: Message) -> Messages:
    return Message.objects.filter(pk=message.pk, state__in=[State.UNCERTAIN, State.FAILED, State.RETURNED])


def _mine(message: Message, *states: State) -> Messages:
    return Message.objects.filter(pk=message.pk, claimed_at=message.claimed_at, state__in=states)


def _taken(message: Message) -> Messages:
    return Message.objects.filter(pk=message.pk, state=State.SENT, carrier_id=message.carrier_id)
