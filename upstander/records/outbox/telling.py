"""Say by e-mail that there is something to read, and never what it is about."""

from datetime import datetime
from functools import cache
from importlib.resources import files
from uuid import UUID

import yaml
from django.conf import settings

from upstander.records.outbox.models import Message
from upstander.records.outbox.queue import enqueue


def tell_to_read(address: str, *, organisation_id: UUID, key: str, at: datetime) -> Message:
    """Queue one e-mail. `key` says why: a second for the same reason is impossible."""
    subject, body = _notice()
    message = Message.objects.create(
        organisation_id=organisation_id,
        key=key,
        to_address=address,
        subject=subject,
        body=body.replace("{address}", f"{settings.PUBLIC_URL}/back/"),
        queued_at=at,
    )
    enqueue("send_message", message_id=str(message.pk), organisation_id=str(organisation_id))
    return message


@cache
def _notice() -> tuple[str, str]:
    text = files("upstander").joinpath("wording", "notices", "something-to-read.md").read_text(encoding="utf-8")
    _, front, body = text.split("---\n", 2)
    return str(yaml.safe_load(front)["subject"]), body.strip() + "\n"


def something_to_read(organisation_id: UUID, *, key: str, to_address: str, at: datetime) -> None:
    """As `tell_to_read`; without an address nothing is queued."""
    if to_address:
        tell_to_read(to_address, organisation_id=organisation_id, key=key, at=at)
