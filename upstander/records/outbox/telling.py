"""Say by e-mail that there is something to read, and nothing else: not from whom, not about whom, not what."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from upstander.records.outbox.models import Message
from upstander.records.outbox.queue import enqueue

SUBJECT = "There is something for you to read"
BODY = """There is something for you to read.

Go to {address} and type the code that you kept.

Please do not answer this e-mail: nobody reads what is sent to it.
"""


def something_to_read(organisation_id: UUID, *, key: str, to_address: str, at: datetime) -> None:
    """Queue the e-mail, once for each key, in the transaction of what there is to read. Without an address nothing is queued."""
    if not to_address:
        return
    body = BODY.format(address=f"{settings.PUBLIC_URL}/back/")
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "organisation_id": organisation_id, "to_address": to_address, "subject": SUBJECT, "body": body, "queued_at": at,
        },
    )  # fmt: skip
    if is_new:
        enqueue("send_message", message_id=str(message.pk))
