"""A real installation starts with a link that somebody prints and hands over."""

from __future__ import annotations

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.management import CommandError, call_command
from django.test import Client

from tests.cast import Cast
from upstander.records.access.asking import asking
from upstander.records.access.models import Account, Membership


def invite(*more: str, email: str = "new@school.example", organisation: str = "Thornbury Vale School", role: str = "dsl") -> str:
    out = StringIO()
    call_command(
        "invite", email, "--name", "Ms New", "--organisation", organisation, "--role", role, *more, stdout=out, stderr=StringIO()
    )
    return out.getvalue().strip().removeprefix("http://localhost:8000")


def test_the_link_lets_its_holder_choose_a_password_once(cast: Cast) -> None:
    link = invite()
    chosen = {"new_password1": "three-unlikely-words", "new_password2": "three-unlikely-words"}

    assert "new@school.example" in Client().get(link).content.decode()
    assert Client().post(link, chosen)["Location"] == "/sign-in/"

    assert Account.objects.get(email="new@school.example").check_password("three-unlikely-words")
    assert Client().get(link).status_code == 404


def test_a_weak_password_is_refused_with_the_reason(cast: Cast) -> None:
    page = Client().post(invite(), {"new_password1": "short", "new_password2": "short"})

    assert page.status_code == 422
    assert "at least 12 characters" in page.content.decode()


def test_a_changed_link_opens_nothing(cast: Cast) -> None:
    assert Client().get(invite()[:-3] + "x/").status_code == 404


def test_somebody_we_know_gets_a_new_role_and_keeps_their_account(cast: Cast) -> None:
    invite(email=cast.adeyemi.account.email, role="deputy_dsl")

    with asking(cast.okafor.actor()):
        current = Membership.objects.current().get(account=cast.adeyemi.account_id)
    assert current.role == "deputy_dsl"


def test_a_lost_app_can_be_unlinked(cast: Cast) -> None:
    auth.TOTP.activate(cast.okafor.account, auth.generate_totp_secret())

    invite("--forget-code", email=cast.okafor.account.email)

    assert not Authenticator.objects.exists()


def test_a_role_of_the_other_kind_is_refused(cast: Cast) -> None:
    with pytest.raises(CommandError, match="expected a role of a school"):
        invite(role="officer")


def test_an_unknown_school_is_refused_with_those_there_are(cast: Cast) -> None:
    with pytest.raises(CommandError, match="Thornbury Vale School"):
        invite(organisation="Hogwarts")
