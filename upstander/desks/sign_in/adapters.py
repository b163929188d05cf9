"""What allauth asks us: may somebody make an account for themselves, and how do we say what went wrong."""

import time
from typing import ClassVar

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

WRONG_CODE = "That code is not right, or it has run out. Wait for the next one and type its six digits."


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        # The same words for an address that we do not know
        "email_password_mismatch": "That e-mail address and password do not go together.",
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your password now.",
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": "There have been too many tries. Wait five minutes, then try again.",
        "rate_limited": "There have been too many tries. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves: `upstander invite` does."""
        return False

    def is_reauthentication_required(self, *, app: str = "") -> bool:
        """Whoever signed in, or typed password or code again, within the last minutes need not do so once more."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((record["at"] for record in records), default=0.0)
        return bool(time.time() - newest >= account_settings.REAUTHENTICATION_TIMEOUT)


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages: ClassVar = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}
