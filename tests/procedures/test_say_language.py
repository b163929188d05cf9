"""A family is written to in the language that it reads, and staff are told what stays English."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.cast import Cast, signed_in
from tests.makers import AT, on_behalf_of
from tests.procedures.letters import DAY, Told, again, check, checked, make_told, rendered
from upstander.kernel.actor import Actor
from upstander.procedures.cases.say_language import say_language
from upstander.procedures.telling.send_letter import NotSent, send_letter
from upstander.procedures.telling.withdraw_letter import withdraw_letter
from upstander.records.access.asking import asking
from upstander.records.disclosures.models import Disclosure, Message
from upstander.records.outbox.models import Message as Email


@pytest.fixture
def told(cast: Cast) -> Told:
    return make_told(cast)


def say(told: Told, actor: Actor, language: str) -> None:
    with asking(actor):
        say_language(actor=actor, family_id=told.robins.pk, language=language, at=AT + DAY)


def send(letter: Disclosure, actor: Actor) -> None:
    with asking(actor):
        send_letter(actor=actor, disclosure_id=letter.pk, at=AT + 3 * DAY)


def words(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_the_letter_and_what_calls_to_it_come_in_their_language(cast: Cast, told: Told) -> None:
    say(told, cast.okafor.actor(), "pl")
    letter = rendered(told.robins, cast.okafor)
    page = signed_in(cast.lund).get(f"/school/letters/{letter.pk}/")
    assert "This family reads Polish. The wording in Polish is a draft" in words(page)
    assert '<article class="letter" lang="pl">' in page.content.decode()
    assert "Offer an interpreter" in words(signed_in(cast.lund).get(f"/school/families/{told.robins.pk}/news/"))

    send(check(letter, cast.lund), cast.lund.actor())
    with on_behalf_of(cast.thornbury.pk):
        assert Email.objects.get().subject == "Jest coś do przeczytania"
    with asking(cast.lund.actor()):
        withdraw_letter(actor=cast.lund.actor(), disclosure_id=letter.pk, because="A slip.", at=AT + 4 * DAY)
        assert Message.objects.get().words.startswith("Wycofaliśmy list")


def test_a_letter_in_hand_is_written_again(cast: Cast, told: Told) -> None:
    letter = checked(told.robins, cast.okafor, cast.lund)
    say(told, cast.okafor.actor(), "cy")
    with pytest.raises(NotSent, match="Write it again"):
        send(again(letter, cast.lund.actor()), cast.lund.actor())
    assert rendered(told.robins, cast.okafor).payload["letter"]["language"] == "cy"


def test_a_letter_from_before_there_were_languages_is_in_english_and_may_go(cast: Cast, told: Told) -> None:
    letter = checked(told.robins, cast.okafor, cast.lund)
    payload = letter.payload
    del payload["projection"]["language"], payload["letter"]["language"], payload["letter"]["reference_words"]
    with on_behalf_of(cast.thornbury.pk):
        Disclosure.objects.filter(pk=letter.pk).update(payload=payload)
    assert "interpreter" not in words(signed_in(cast.lund).get(f"/school/letters/{letter.pk}/"))
    send(again(letter, cast.lund.actor()), cast.lund.actor())


def test_where_there_is_no_wording_staff_are_told_before(cast: Cast, told: Told) -> None:
    say(told, cast.okafor.actor(), "ur")
    letter = rendered(told.robins, cast.okafor)
    said = "This family reads Urdu. There is no wording in it, so the letter is in English. Offer an interpreter."
    for place in (f"families/{told.robins.pk}/letter", f"letters/{letter.pk}"):
        assert said in words(signed_in(cast.lund).get(f"/school/{place}/"))
