"""Say that there is something to read, and nothing else: not from whom, not about whom, not what."""

from datetime import datetime
from functools import cache
from uuid import UUID

from django.conf import settings

from upstander.kernel.languages import wording_file
from upstander.records.outbox.models import Message, Way
from upstander.records.outbox.queue import enqueue


def something_to_read(
    organisation_id: UUID, *, report_id: UUID, key: str, to_address: str, at: datetime, way: str = Way.EMAIL, language: str = "en"
) -> None:
    """Queue the message, once for each key, in the transaction of what there is to read. Without an address nothing is queued.

    `report_id` is the report whose reader it is for: staff walled off from that report are not shown the address.
    """
    if to_address:
        message = Message(key=key, organisation_id=organisation_id, subject_id=report_id, way=way, to_address=to_address)
        name = "something-to-read" if way == Way.EMAIL else "something-to-read-text"
        _say(name, "/back/", message, at, language)


def duty_changed(organisation_id: UUID, *, key: str, to_address: str, at: datetime) -> None:
    """Queue the e-mail to a member of staff whose duty was withdrawn or brought forward, once for each key."""
    message = Message(key=key, organisation_id=organisation_id, to_address=to_address)
    _say("duty-changed", "/school/", message, at)


def something_to_do(organisation_id: UUID, *, key: str, to_address: str, at: datetime) -> None:
    """Queue the e-mail to a member of staff who has something new to do, once for each key."""
    message = Message(key=key, organisation_id=organisation_id, to_address=to_address)
    _say("something-to-do", "/school/", message, at)


def _say(name: str, place: str, message: Message, at: datetime, language: str = "en") -> None:
    subject, body = notice(name, language)
    message.subject, message.queued_at = subject, at
    message.body = body.format(address=f"{settings.PUBLIC_URL}{place}")
    Message.objects.bulk_create([message], ignore_conflicts=True)
    if Message.objects.filter(pk=message.pk).exists():
        hand_to_worker(message)


def hand_to_worker(message: Message) -> None:
    enqueue("send_message", organisation_id=str(message.organisation_id), message_id=str(message.pk))


@cache
def notice(name: str, language: str = "en") -> tuple[str, str]:
    """The subject, which a text has none of, and the body, which has a gap for the address."""
    import yaml

    _, front, body = wording_file("notices", f"{name}.md", language).read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front).get("subject", ""), body.strip() + "\n"
