"""E-mails about which somebody has to decide, as far as the walls around their reports let this person know of them."""

from upstander.kernel.actor import Actor
from upstander.records.access.models import walled
from upstander.records.outbox.models import Message, Messages


def emails_to_decide(actor: Actor) -> Messages:
    return walled(Message.objects.visible_to(actor).for_a_person(), actor, "subject_id")  # type: ignore[return-value]
