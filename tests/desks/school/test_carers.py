"""Who brings a child up and who must not be told: kept with the child, shown to whoever writes, in no letter."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from tests import makers
from tests.cast import Cast, signed_in
from tests.procedures.letters import make_told, sent
from tests.procedures.situation import Situation, arise
from upstander.records.access.asking import asking
from upstander.records.cases.models import Carer

GIVEN = {
    "name": "Bruno Ashdown",
    "relationship": "father",
    "responsibility": "yes",
    "may_be_told": "no",
    "why_not": "Told by social care on 3 November.",
    "court_order": "Non-molestation order, Weymouth, until May.",
}


def words(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def page_of(situation: Situation) -> str:
    return f"/school/cases/{situation.case.pk}/families/{situation.robins_family.pk}/carers/"


def test_it_stands_with_the_family_and_before_whoever_writes_to_them(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)

    said = words(client.post(page_of(situation), GIVEN, follow=True))

    assert "Must not be told Bruno Ashdown , father, holds parental responsibility" in said
    assert "Court order: Non-molestation order" in said
    writing = words(client.get(f"/school/families/{situation.robins_family.pk}/letter/"))
    assert "Bruno Ashdown (father, holds parental responsibility) must not be told." in writing
    assert "must not be told." in words(client.get(reverse("school:letter_news", args=[situation.robins_family.pk])))
    assert "Bruno" not in words(client.get(f"/school/families/{situation.sams_family.pk}/letter/"))


def test_it_goes_with_the_child_into_another_case(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    makers.make_carer(child=situation.robin, by=cast.okafor, name="Ana Ashdown")
    other = makers.make_case(lead=cast.okafor)
    makers.make_family(case=other, child=situation.robin)

    assert "Ana Ashdown" in words(client.get(f"/school/cases/{other.pk}/families/"))


def test_what_is_missing_is_said_and_what_was_typed_stays(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)

    page = client.post(page_of(situation), {**GIVEN, "why_not": "", "relationship": "cousin", "responsibility": ""})

    assert page.status_code == 422
    for sentence in ("Write why they must not be told", "Choose who they are to the child", "or that it is not known"):
        assert sentence in words(page)
    assert "Bruno Ashdown" in page.content.decode()


def test_it_ends_with_a_reason_and_is_never_rewritten(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    carer = makers.make_carer(child=situation.robin, by=cast.okafor, name="Ana Ashdown")
    end = f"{page_of(situation)}{carer.pk}/end/"

    assert client.post(end, {"because": ""}).status_code == 422
    assert "Ana Ashdown" not in words(client.post(end, {"because": "Moved away."}, follow=True))
    assert client.post(end, {"because": "Again."}).status_code == 404
    with asking(cast.okafor.actor()):
        assert Carer.objects.get(pk=carer.pk).ended_because == "Moved away."
        with pytest.raises(DatabaseError), transaction.atomic():
            Carer.objects.filter(pk=carer.pk).update(name="Another")


def test_a_carer_of_another_child_is_not_ended_here(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    carer = makers.make_carer(child=situation.sam, by=cast.okafor)

    assert client.post(f"{page_of(situation)}{carer.pk}/end/", {"because": "Why not."}).status_code == 404


@pytest.mark.parametrize("who", ["adeyemi", "hale", "vance", "marsh", "lund"])
def test_who_may_not_see_the_case_learns_nothing(cast: Cast, who: str) -> None:
    """Mr Lund has a conflict of interest."""
    situation = arise(cast)
    makers.make_carer(child=situation.robin, by=cast.okafor, name="Ana Ashdown")
    makers.make_conflict(member=cast.lund, subject_id=situation.case.pk)
    client, actor = signed_in(getattr(cast, who)), getattr(cast, who).actor()

    assert client.get(page_of(situation)).status_code == 404
    assert client.get(page_of(situation).replace(str(situation.robins_family.pk), str(uuid4()))).status_code == 404
    assert client.post(page_of(situation), GIVEN).status_code == 404
    with asking(actor):
        assert not Carer.objects.visible_to(actor).exists()


def test_a_letter_never_names_one(cast: Cast) -> None:
    told = make_told(cast)
    makers.make_carer(
        child=told.robins.child, by=cast.okafor, name="Quentin Zzyzx", why_not="An order.", court_order="Of Zeals court."
    )

    letter = sent(told.robins, cast.okafor, cast.lund)

    for form in (letter.html, letter.text, str(letter.payload)):
        assert "Zzyzx" not in form
        assert "Zeals" not in form
