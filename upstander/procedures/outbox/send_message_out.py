"""Hand one e-mail of the outbox to the mail server."""

import smtplib
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection

from upstander.kernel.actor import system
from upstander.records.access.asking import asking
from upstander.records.outbox import claiming
from upstander.records.outbox.models import Message

REFUSALS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)
MOST_ATTEMPTS = 200  # with five minutes between them, the better part of a day


def send_message_out(*, organisation_id: UUID, message_id: UUID, at: datetime) -> None:
    """Send a message once, whatever happens to this process.

    1. Claim the message; leave it when somebody else has it.
    2. Reach the mail server. What fails until here is tried again: nothing has left.
    3. Say, in a transaction of its own, that the message is about to leave.
    4. Hand it over. A refusal is an answer: nothing was taken. Silence is not: it may have been taken, so it is left to a person.
    5. Say that it was sent.
    """
    actor = system(organisation_id)
    with asking(actor):
        message = claiming.claim(message_id, at=at)
    if message is None:
        return
    server = get_connection()
    try:
        email = email_of(message, server)
        server.open()
    except (OSError, ValueError) as trouble:
        _not_now(message, trouble)
        return
    with asking(actor):
        if not claiming.handing(message):
            return
    _settle(message, _handed(email, server, at), server)


def email_of(message: Message, server: BaseEmailBackend) -> EmailMessage:
    """The e-mail. Everything in it follows from the row, its identity too: a second copy could be told by it."""
    headers = {
        "Message-ID": f"<{message.pk}@{settings.PUBLIC_HOST}>",
        "Date": format_datetime(message.queued_at),
        "Auto-Submitted": "auto-generated",
    }
    email = EmailMessage(message.subject, message.body, to=[message.to_address], headers=headers, connection=server)
    email.message()  # refuses what cannot be a header, before anything is said to have left
    return email


Outcome = Callable[[Message], None]


def _handed(email: EmailMessage, server: BaseEmailBackend, at: datetime) -> Outcome:
    """Step 4: what became of it, as what to write down."""
    try:
        server.send_messages([email])
    except REFUSALS as refusal:
        trouble = f"The mail server refused it: {_code(refusal) or 'no code'}."
        final = _code(refusal) >= 500
        return lambda message: claiming.give_up(message, trouble) if final else claiming.put_back(message, trouble)
    except OSError as silence:
        trouble = f"The mail server did not answer: {type(silence).__name__}."
        return lambda message: claiming.leave_uncertain(message, trouble)
    return lambda message: claiming.sent(message, at=at)


def _settle(message: Message, outcome: Outcome, server: BaseEmailBackend) -> None:
    if not connection.in_atomic_block:  # it may have been cut meanwhile, and what became of the message must be said
        connection.close_if_unusable_or_obsolete()
    with asking(system(message.organisation_id)):
        outcome(message)
    try:
        server.close()
    except OSError:
        pass  # it was told already what became of the message


def _not_now(message: Message, trouble: Exception) -> None:
    told = f"Not sent yet: {type(trouble).__name__}."
    hopeless = isinstance(trouble, ValueError) or message.attempts >= MOST_ATTEMPTS
    with asking(system(message.organisation_id)):
        claiming.give_up(message, told) if hopeless else claiming.put_back(message, told)


def _code(refusal: Exception) -> int:
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        return max((code for code, _ in refusal.recipients.values()), default=0)
    return int(getattr(refusal, "smtp_code", 0) or 0)
