"""E-mail into a folder, for demonstrations: one file a message, named by its Message-ID, whole or not there at all."""

import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class EmailBackend(BaseEmailBackend):
    """What EMAIL_BACKEND names. A message that is there already is left as it is."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return sum(_kept(folder, email) for email in email_messages)


def _kept(folder: Path, email: EmailMessage) -> bool:
    message = email.message()
    target = folder / f"{re.sub(r'[^A-Za-z0-9._-]', '_', message['Message-ID'].strip('<>').partition('@')[0])}.eml"
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as part:
        part.write(message.as_bytes())
        part.flush()
        os.fsync(part.fileno())
    try:
        os.link(part.name, target)
    except FileExistsError:
        pass
    finally:
        Path(part.name).unlink()
    return True
