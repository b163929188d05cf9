"""A device that was taken: why, on whose authority it was searched, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import Situation, arise
from upstander.procedures.acting.follow_device import NotFollowed, follow_device
from upstander.procedures.acting.search_device import NotSearched, search_device
from upstander.procedures.acting.take_device import NotTakenIn, Taken, take_device
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.audit.models import Entry
from upstander.records.cases.models import CaseIsClosed, CaseState
from upstander.records.disclosures.chronology import happened
from upstander.records.investigations.device_searches import Searched
from upstander.records.investigations.devices import Device, DeviceEvent, DeviceSearch

TAKEN = Taken(
    kind="phone",
    words="Black, with a cracked corner",
    taken_by="Mr Albright",
    taken_at=AT - timedelta(hours=1),
    witness="Mrs Adeyemi",
    ground="harm",
    why="Two pupils saw him film in the changing room.",
    kept_where="The safe",
    was_searched=False,
)
SEARCH = Searched(
    searched_at=AT - timedelta(minutes=30),
    searched_by="Ms Okafor",
    authority="head",
    authorised_by="Dr Reyes",
    search_witness="Mr Lund",
    looked_for="The film of Friday",
    found="It is in the gallery.",
    images="none",
    deleted=False,
)


def take(
    cast: Cast, situation: Situation, *, by: Membership | None = None, search: Searched | None = None, **changed: Any
) -> Device:
    actor = (by or cast.okafor).actor()
    with asking(actor):
        return take_device(
            actor=actor,
            case_id=situation.case.pk,
            person_id=changed.pop("person_id", situation.sam.pk),
            taken=replace(TAKEN, **changed),
            search=search,
            at=AT,
        )


def follow(cast: Cast, device: Device, fate: str, **given: Any) -> DeviceEvent:
    actor = cast.lund.actor()
    words = {"on": AT.date(), "who": "", "reference": "", "words": "", "at": AT, **given}
    with asking(actor):
        return follow_device(actor=actor, device_id=device.pk, fate=fate, **words)


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("kind", "thing", "kind"), ("words", " ", "words"), ("taken_by", "", "taken_by"), ("witness", "", "witness"),
        ("ground", "", "ground"), ("why", "", "why"), ("why", "x" * 10_001, "why"), ("kept_where", "x" * 301, "kept_where"),
        ("was_searched", None, "was_searched"), ("taken_at", None, "taken_on"), ("taken_at", AT + timedelta(1), "taken_on"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_beside_its_field(cast: Cast, field: str, value: Any, named: str) -> None:
    with pytest.raises(NotTakenIn) as refused:
        take(cast, arise(cast), **{field: value})
    assert set(refused.value.sentences) == {named}


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("authority", "", "authority"), ("authorised_by", "", "authorised_by"), ("search_witness", "", "search_witness"),
        ("looked_for", "", "looked_for"), ("found", "", "found"), ("images", "", "images"), ("images", "seen", "images_words"),
        ("deleted", None, "deleted"), ("deleted", True, "deleted_why"), ("searched_at", None, "searched_on"),
        ("searched_by", "x" * 201, "searched_by"), ("found", "x" * 10_001, "found"),
    ],
)  # fmt: skip
def test_a_search_names_authority_witness_and_what_was_found(cast: Cast, field: str, value: Any, named: str) -> None:
    situation = arise(cast)
    search = replace(SEARCH, **{field: value})
    with pytest.raises(NotTakenIn) as refused:
        take(cast, situation, was_searched=True, search=search)
    assert set(refused.value.sentences) == {named}
    with asking(cast.okafor.actor()):
        assert not Device.objects.exists()


def test_it_is_somebody_s_of_this_case(cast: Cast) -> None:
    stranger = makers.make_child(organisation=cast.thornbury, name="Jo Elm")
    with pytest.raises(NotTakenIn, match="Choose whose"):
        take(cast, arise(cast), person_id=stranger.pk)


def test_each_thing_is_in_the_chronology_and_on_record(cast: Cast) -> None:
    situation = arise(cast)
    device = take(cast, situation, was_searched=True, search=SEARCH, told_whom="His father, by telephone")
    follow(cast, device, "police", who="PC Marsh", reference="26-417")
    with asking(cast.okafor.actor()):
        told = [(it.what, it.about) for it in happened(situation.case, kinds=["device"])]
        assert Entry.objects.filter(verb__startswith="device_").count() == 2
        device.refresh_from_db()
    assert {what for what, _ in told} == {"taken", "searched", "told", "police"}
    assert {about for _, about in told} == {"Sam Birch"}
    assert device.gone_at == AT


def test_a_search_afterwards_is_not_before_it_was_taken(cast: Cast) -> None:
    situation = arise(cast)
    device, actor = take(cast, situation), cast.lund.actor()

    def search(**changed: Any) -> DeviceSearch:
        with asking(actor):
            return search_device(actor=actor, device_id=device.pk, search=replace(SEARCH, **changed), at=AT)

    with pytest.raises(NotSearched, match="before the device was taken"):
        search(searched_at=AT - timedelta(hours=2))
    assert search(images="seen", images_words="It was on the screen; it was turned over.").images == "seen"


class TestWhatBecameOfIt:
    @pytest.mark.parametrize(
        ("fate", "given", "named"),
        [
            ("sold", {}, "fate"), ("told", {}, "who"), ("returned", {}, "who"), ("moved", {}, "fate_words"),
            ("kept", {}, "fate_words"), ("police", {"who": "PC Marsh"}, "reference"),
            ("moved", {"words": "x" * 2_001}, "fate_words"),
            ("returned", {"who": "His father", "on": None}, "on"),
            ("returned", {"who": "His father", "on": AT.date() + timedelta(1)}, "on"),
            ("returned", {"who": "His father", "on": AT.date() - timedelta(1)}, "on"),
        ],
    )  # fmt: skip
    def test_what_is_missing_is_said(self, cast: Cast, fate: str, given: dict[str, Any], named: str) -> None:
        with pytest.raises(NotFollowed) as refused:
            follow(cast, take(cast, arise(cast)), fate, **given)
        assert set(refused.value.sentences) == {named}

    def test_it_goes_once_and_parents_may_be_told_afterwards(self, cast: Cast) -> None:
        device = take(cast, arise(cast))
        follow(cast, device, "kept", words="Until his mother can fetch it on Friday.")
        follow(cast, device, "returned", who="His mother")
        with pytest.raises(NotFollowed, match="in school no more"):
            follow(cast, device, "police", who="PC Marsh", reference="none")
        assert follow(cast, device, "told", who="His father, by telephone").fate == "told"
        with asking(cast.okafor.actor()):
            assert not Device.objects.in_school().exists()

    def test_it_is_given_back_also_after_the_case_was_closed(self, cast: Cast) -> None:
        closed = makers.make_case(lead=cast.okafor, state=CaseState.CLOSED)
        device = makers.make_device(case=closed, person=makers.make_child(organisation=cast.thornbury), by=cast.okafor)
        assert follow(cast, device, "returned", who="Her mother", on=date(2026, 11, 3)).day
        actor = cast.okafor.actor()
        with asking(actor), pytest.raises(CaseIsClosed):
            search_device(actor=actor, device_id=device.pk, search=SEARCH, at=AT)


def test_whoever_may_not_see_the_case_does_nothing(cast: Cast) -> None:
    situation = arise(cast)
    device = take(cast, situation)
    makers.make_conflict(member=cast.lund, subject_id=situation.case.pk)
    for who in (cast.lund, cast.adeyemi, cast.hale, cast.vance, cast.marsh):
        actor = who.actor()
        with pytest.raises(NotPermitted):
            take(cast, situation, by=who)
        with asking(actor), pytest.raises(NotPermitted):
            search_device(actor=actor, device_id=device.pk, search=SEARCH, at=AT)
        with asking(actor), pytest.raises(NotPermitted):
            follow_device(actor=actor, device_id=device.pk, fate="told", on=AT.date(), who="x", reference="", words="", at=AT)
    makers.make_grant(member=cast.adeyemi, subject_id=situation.case.pk)
    assert take(cast, situation, by=cast.adeyemi)
