"""Messages to whoever made a report, as far as the walls around their reports let this person know of them."""

from collections.abc import Iterable
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.models import walled
from upstander.records.outbox.models import Message, Messages


def emails_to_decide(actor: Actor) -> Messages:
    return walled(Message.objects.visible_to(actor).for_a_person(), actor, "subject_id")  # type: ignore[return-value]


def messages_to(actor: Actor, reports: Iterable[UUID]) -> Messages:
    """Those to whoever made one of these reports."""
    of_reports = Message.objects.visible_to(actor).filter(subject_id__in=list(reports))
    return walled(of_reports, actor, "subject_id")  # type: ignore[return-value]
