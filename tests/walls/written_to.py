"""What the school writes to families, compared and let stand as staff would, and how it reaches them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.core.mail import get_connection
from django.db import transaction

from tests.cast import Cast
from tests.makers import AT, on_behalf_of
from tests.notify_fake import API_KEY, TEMPLATES
from upstander.procedures.cases.write_to_family import MayTellOfAnother, write_to_family
from upstander.records.access.asking import asking
from upstander.records.cases.unreached import not_reached
from upstander.records.disclosures.models import Message as Word
from upstander.records.intake.models import Report
from upstander.records.outbox.by_smtp import email_of
from upstander.records.outbox.models import Message, State, Way

TEXTS = {"NOTIFY_API_KEY": API_KEY, "NOTIFY_TEMPLATES": {"text": TEMPLATES["sms"][0]}}


def say_to(report: Report, cast: Cast, words: str, because: str = "They named them.", *, at_hour: int = 0) -> Word:
    """As staff do: what is shown as telling of somebody else stands for a reason."""
    actor, at = cast.okafor.actor(), AT + timedelta(hours=at_hour)

    def write(let_stand: Iterable[str] = (), because: str = "") -> Word:
        with asking(actor), transaction.atomic():
            return write_to_family(
                actor=actor,
                report_id=report.pk,
                words=words,
                is_question=False,
                at=at,
                let_stand=tuple(let_stand),
                because=because,
            )

    try:
        return write()
    except MayTellOfAnother as shown:
        return write(shown.found, because)


def lose_messages_to(report: Report) -> None:
    """Whatever called them did not arrive, and somebody has to reach them another way."""
    with on_behalf_of(report.organisation_id):
        lost = list(Message.objects.filter(subject_id=report.pk))
        for message in lost:
            Message.objects.filter(pk=message.pk).update(
                state=State.RETURNED, sent_at=AT, settled_at=AT, trouble="No such address."
            )
            not_reached(message, at=AT)


def messages_to(report: Report) -> bytes:
    """E-mails as they go to the mail server, texts, in order. Keys are new each time."""
    with on_behalf_of(report.organisation_id):
        queued = list(Message.objects.filter(subject_id=report.pk).order_by("queued_at", "key"))
    return b"\n".join(_leaving(message).replace(str(message.pk).encode(), b"KEY") for message in queued)


def _leaving(message: Message) -> bytes:
    if message.way == Way.TEXT:  # all that Notify is handed (records/outbox/test_by_notify)
        return repr((message.to_address, message.body)).encode()
    return email_of(message, get_connection()).message().as_bytes()
