"""By whom a message goes here: as the installation is set up."""

from django.conf import settings

from upstander.records.outbox.by_notify import Notify
from upstander.records.outbox.by_smtp import MailServer
from upstander.records.outbox.carrying import Carrier
from upstander.records.outbox.models import Way


def carrier_of(way: str) -> Carrier:
    """E-mail goes to the mail server unless Notify has a template for it; texts go by Notify alone."""
    return Notify() if way == Way.TEXT or _goes_by_notify(Way.EMAIL) else MailServer()


def can_text() -> bool:
    return _goes_by_notify(Way.TEXT)


def can_be_asked() -> Carrier | None:
    """Whoever can say what became of messages, if anybody."""
    return Notify() if settings.NOTIFY_API_KEY else None


def _goes_by_notify(way: Way) -> bool:
    return bool(settings.NOTIFY_API_KEY) and way in settings.NOTIFY_TEMPLATES
