"""Nobody reads about a child with a password alone, and nobody learns from the page who has an account."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from django.test import Client

from tests import makers
from tests.cast import Cast, signed_in
from upstander.records.access.models import Membership, Role

PASSWORD = "correct-horse-battery"


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def okafor(cast: Cast) -> Membership:
    cast.okafor.account.set_password(PASSWORD)
    cast.okafor.account.save()
    return cast.okafor


def code_now(secret: str) -> str:
    return str(auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30)))


def sign_in(client: Client, member: Membership, password: str = PASSWORD) -> Any:
    answer = client.post("/sign-in/", {"login": member.account.email, "password": password}, follow=True)
    return answer


def linked(member: Membership) -> str:
    """Give the account an authenticator app; returns its secret."""
    secret = str(auth.generate_totp_secret())
    auth.TOTP.activate(member.account, secret)
    return secret


def words(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_the_first_sign_in_leads_to_setting_up_a_code(okafor: Membership) -> None:
    client = Client()

    page = sign_in(client, okafor)

    assert "Set up your one-time code" in words(page)
    assert client.get("/school/")["Location"].startswith("/sign-in/set-up/")


def test_the_code_that_is_set_up_opens_the_desk_and_gives_recovery_codes_once(okafor: Membership) -> None:
    client = Client()
    sign_in(client, okafor)
    secret = client.session["mfa.totp.secret"]

    page = client.post("/sign-in/set-up/", {"code": code_now(secret)}, follow=True)

    assert "Each of these lets you in once" in words(page)
    assert "They were shown once" in words(client.get("/sign-in/recovery-codes/"))
    assert client.get("/sign-in/where/")["Location"] == "/school/"
    assert client.get("/school/").status_code == 200


def minutes_ago(client: Client, minutes: float) -> None:
    """As if this person had signed in so many minutes ago."""
    session = client.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= minutes * 60
    session.save()


@pytest.mark.parametrize("minutes", [0, 14])
def test_the_first_sign_in_asks_for_the_password_once(okafor: Membership, minutes: float) -> None:
    """Installing an app for the codes takes some minutes, and the person has signed in for that a moment ago."""
    client = Client()
    signing_in = sign_in(client, okafor)
    minutes_ago(client, minutes)

    setting_up = client.post("/sign-in/set-up/", {"code": code_now(client.session["mfa.totp.secret"])}, follow=True)

    visited = [address for page in (signing_in, setting_up) for address, _ in page.redirect_chain]
    assert visited == ["/sign-in/where/", "/sign-in/set-up/?next=/sign-in/where/", "/sign-in/recovery-codes/"]


def test_a_set_up_that_was_left_open_asks_for_the_password_again(okafor: Membership) -> None:
    client = Client()
    sign_in(client, okafor)
    minutes_ago(client, 16)

    page = client.post("/sign-in/set-up/", {"code": code_now(client.session["mfa.totp.secret"])})

    assert page["Location"].startswith("/sign-in/again/?next=")
    assert not Authenticator.objects.exists()


def test_a_wrong_code_sets_nothing_up(okafor: Membership) -> None:
    client = Client()
    sign_in(client, okafor)

    page = client.post("/sign-in/set-up/", {"code": "000000"})

    assert "That code is not right" in words(page)
    assert not Authenticator.objects.exists()


def test_whoever_has_a_code_is_asked_for_it(okafor: Membership) -> None:
    secret = linked(okafor)
    client = Client()

    asked = sign_in(client, okafor)
    assert "Your one-time code" in words(asked)
    assert client.get("/school/")["Location"].startswith("/sign-in/?next=")
    client.post("/sign-in/code/", {"code": code_now(secret)})

    assert client.get("/school/").status_code == 200


def test_a_recovery_code_works_once(okafor: Membership) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    linked(okafor)
    code = RecoveryCodes.activate(okafor.account).get_unused_codes()[0]
    for status in (200, 302):
        client = Client()
        sign_in(client, okafor)
        client.post("/sign-in/code/", {"code": code})
        assert client.get("/school/").status_code == status


def test_a_session_from_before_the_code_was_linked_is_asked_for_it(okafor: Membership) -> None:
    client = Client()
    client.force_login(okafor.account)
    secret = linked(okafor)

    assert client.get("/school/")["Location"].startswith("/sign-in/again/code/?next=/school/")
    answer = client.post("/sign-in/again/code/?next=/school/", {"code": code_now(secret)})

    assert answer["Location"] == "/school/"
    assert client.get("/school/").status_code == 200


def test_the_page_says_the_same_of_an_address_that_it_does_not_know(okafor: Membership) -> None:
    known = words(sign_in(Client(), okafor, "a-wrong-password"))
    stranger = words(Client().post("/sign-in/", {"login": "nobody@school.example", "password": "a-wrong-password"}))

    assert "That e-mail address and password do not go together." in known
    assert known == stranger


def test_too_many_tries_are_paused_even_with_the_right_password(okafor: Membership) -> None:
    for _ in range(6):
        sign_in(Client(), okafor, "a-wrong-password")

    page = sign_in(Client(), okafor)

    assert "too many tries" in words(page)


def test_a_change_of_password_ends_other_sessions(okafor: Membership) -> None:
    client = signed_in(okafor)
    assert client.get("/school/").status_code == 200
    okafor.account.set_password("another-long-password")
    okafor.account.save()

    assert client.get("/school/")["Location"].startswith("/sign-in/?next=")


def test_an_account_that_is_closed_gets_no_further(okafor: Membership) -> None:
    client = signed_in(okafor)
    okafor.account.is_active = False
    okafor.account.save()

    assert client.get("/school/").status_code == 302


def test_an_account_without_a_role_is_told_so(cast: Cast) -> None:
    gone = makers.make_member(organisation=cast.thornbury, name="Mr Past", until=makers.AT)

    page = signed_in(gone).get("/school/", follow=True)

    assert "This account is closed" in words(page)


def test_signing_out_takes_a_post(okafor: Membership) -> None:
    client = signed_in(okafor)

    assert client.get("/sign-in/out/").status_code == 405
    client.post("/sign-in/out/")

    assert client.get("/school/").status_code == 302


def test_only_the_addresses_in_use_exist(db: None) -> None:
    for address in ("/sign-in/signup/", "/sign-in/email/", "/account/signup/", "/sign-in/set-up/deactivate/"):
        assert Client().get(address).status_code == 404


@pytest.mark.parametrize(("role", "page"), [(Role.DSL, "/school/"), (Role.GOVERNOR, "/oversight/"), (Role.PASTORAL, "/school/")])
def test_each_role_lands_at_its_desk(cast: Cast, role: str, page: str) -> None:
    member = makers.make_member(organisation=cast.thornbury, role=role)

    assert signed_in(member).get("/sign-in/where/")["Location"] == page


def test_an_officer_lands_at_the_force_desk(cast: Cast) -> None:
    client = signed_in(cast.marsh)

    assert client.get("/sign-in/where/")["Location"] == "/force/"
    assert "Nothing has been sent to you" in words(client.get("/force/"))


def test_the_forms_want_a_token(okafor: Membership) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/sign-in/", {"login": okafor.account.email, "password": PASSWORD}).status_code == 403
