"""The door of a one-time link: it shows one digest, and gets one question."""

from datetime import datetime

from upstander.records.access.asking import presenting
from upstander.records.access.doors import key_digest
from upstander.records.investigations.enquiries import StatementLink


def read_link(word: str, at: datetime) -> StatementLink | None:
    """The link with its school, while it is open. Nothing alike for one that is used, over, withdrawn or was never there."""
    digest = key_digest(word)
    with presenting(key=digest):
        return StatementLink.objects.open(at).filter(token_digest=digest).select_related("organisation").first()
