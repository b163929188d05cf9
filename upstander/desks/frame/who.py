"""Which account a session belongs to, without a query of its own: the page reads the account together with its role."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from upstander.records.access.models import Account


def account_of(request: HttpRequest) -> UUID | None:
    """The account that this session says it belongs to; `is_genuine` has to agree once the account is read."""
    if request.session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    try:
        return UUID(request.session[SESSION_KEY])
    except (KeyError, ValueError):
        return None


def is_genuine(request: HttpRequest, account: Account) -> bool:
    """The account is active, and the session is from after its last change of password.

    A session that our present secret did not make is left to Django, which knows older secrets and ends what is not valid.
    """
    kept = request.session.get(HASH_SESSION_KEY, "")
    if account.is_active and constant_time_compare(kept, account.get_session_auth_hash()):
        request.user = account
        return True
    return request.user.is_authenticated and request.user.is_active
