"""Hand e-mails to a mail server. It cannot be asked later whether it took one."""

import smtplib
from collections.abc import Callable
from email.utils import format_datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from upstander.records.outbox.carrying import Answer, Became, NotNow, Refused, Silent, Taken, Unfit, Unreachable
from upstander.records.outbox.models import Message

REFUSALS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)


class MailServer:
    name = "smtp"
    can_be_asked = False

    def __init__(self) -> None:
        self.server: BaseEmailBackend = get_connection()

    def ready(self, message: Message) -> Callable[[], Answer]:
        try:
            email = email_of(message, self.server)
            self.server.open()
        except OSError as trouble:
            raise Unreachable(type(trouble).__name__) from trouble
        except ValueError as trouble:
            raise Unfit(type(trouble).__name__) from trouble
        return lambda: _handed(email, self.server)

    def found(self, message: Message) -> Taken | None:
        raise NotImplementedError("a mail server cannot be asked")

    def became(self, id: UUID) -> Became:
        raise NotImplementedError("a mail server cannot be asked")

    def close(self) -> None:
        try:
            self.server.close()
        except OSError:
            pass  # it was told already what became of the message


def email_of(message: Message, server: BaseEmailBackend) -> EmailMessage:
    """The e-mail. Everything in it follows from the row, its identity too: a second copy could be told by it."""
    headers = {
        "Message-ID": f"<{message.reference}@{settings.PUBLIC_HOST}>",
        "Date": format_datetime(message.queued_at),
        "Auto-Submitted": "auto-generated",
    }
    email = EmailMessage(message.subject, message.body, to=[message.to_address], headers=headers, connection=server)
    email.message()  # refuses what cannot be a header, before anything is said to have left
    return email


def _handed(email: EmailMessage, server: BaseEmailBackend) -> Answer:
    """A refusal is an answer: nothing was taken. Silence is not."""
    try:
        server.send_messages([email])
    except REFUSALS as refusal:
        trouble = f"The mail server refused it: {_code(refusal) or 'no code'}."
        return Refused(trouble) if _code(refusal) >= 500 else NotNow(trouble)
    except OSError as silence:
        return Silent(f"The mail server did not answer: {type(silence).__name__}.")
    return Taken()


def _code(refusal: Exception) -> int:
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        return max((code for code, _ in refusal.recipients.values()), default=0)
    return int(getattr(refusal, "smtp_code", 0) or 0)
