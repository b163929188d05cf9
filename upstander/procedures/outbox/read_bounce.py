"""Read an e-mail that came back, and have somebody reach the family another way where one of ours did not arrive."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from upstander.kernel.actor import system
from upstander.records.access.asking import asking
from upstander.records.audit import recording
from upstander.records.cases.unreached import not_reached
from upstander.records.organisations.models import Organisation
from upstander.records.outbox import claiming
from upstander.records.outbox.bounces import Bounce, bounce_in
from upstander.records.outbox.models import Message

NO_SUCH_ADDRESS, UNDELIVERED = "It came back: there is no such address.", "It came back: it could not be delivered."


def read_bounce(raw: bytes, *, at: datetime) -> bool:
    """Whether a message of ours is known by now, and was not before, not to have arrived. Bears being done twice.

    The worst that a forged one can do is this duty: nothing is sent, shown or changed for it but what became of that message.
    """
    bounce = bounce_in(raw, host=settings.PUBLIC_HOST)
    if bounce is None:
        return False
    organisations = Organisation.objects.values_list("pk", flat=True)
    return any(_learn(organisation_id, bounce, at) for organisation_id in organisations)


def _learn(organisation_id: UUID, bounce: Bounce, at: datetime) -> bool:
    actor = system(organisation_id)
    with asking(actor):
        message = Message.objects.filter(pk=bounce.message_id, organisation_id=organisation_id).first()
        trouble = NO_SUCH_ADDRESS if bounce.no_such_address else UNDELIVERED
        if message is None or not claiming.bounced(message, trouble, round=bounce.round, at=at):
            return False
        if subject := not_reached(message, at=at):
            recording.record(actor, "family_not_reached", *subject, at=at, message=str(message.pk))
    return True
