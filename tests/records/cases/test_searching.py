"""Who is found, and by what: as it was typed, as it sounds, by accounts, by numbers, by phrases."""

from __future__ import annotations

from typing import Any

import pytest

from tests import makers
from tests.cast import Cast
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.cases.searching import Found, FoundPerson, search, search_people
from upstander.records.intake.models import Report

ANSWERS: dict[str, Any] = {
    "words": {"words": "They wait for him at the late bus and hum."},
    "people": {"targeted": [{"name": "Corin Tillingbrook"}], "doing": [{"name": "Zoë O’Vane", "who": "pupil_here"}]},
    "where": {"accounts": [{"app": "instagram", "account": "@Otti_March.water"}]},
    "reporter": {"name": "Hesper Tillingbrook", "phone": "07700 900114"},
}
BY = [
    "Tillingbrook",
    "tillingbrooke",
    "Korin",
    "Tilingbrok",
    "Korin Tilingbrook",
    "Zoe Ovane",
    "Till",
    "otti_march.water",
    "@ottimarchwater",
    "Otti March Water",
    "https://www.instagram.com/otti_march.water/?igsh=1",
    "+44 (0)7700 900 114",
    "07700900114",
    "07700/900114",
    "900114",
    '"late bus"',
    "“late bus”",
    "Tillingbrook late -football",
]
NOT_BY = ['"bus late"', "Tillingbrook -hum", "Tillinghast Quennevylle", "07700 900115", "Ottilie"]


def a_report(cast: Cast) -> Report:
    return makers.make_report(
        organisation=cast.thornbury, answers=ANSWERS, child_name="Corin Tillingbrook", reporter_name="Hesper Tillingbrook",
        all_words_found=True,
    )  # fmt: skip


def found(member: Membership, typed: str) -> list[Found]:
    with asking(member.actor()):
        return search(member.actor(), typed)


def people(member: Membership, *typed: str) -> list[FoundPerson]:
    with asking(member.actor()):
        return search_people(member.actor(), *typed)


@pytest.mark.parametrize("typed", BY)
def test_a_report_is_found(cast: Cast, typed: str) -> None:
    report = a_report(cast)
    makers.make_report(organisation=cast.thornbury, child_name="Ismene Larchmont", reporter_name="Pip Larchmont")

    assert [it.subject_id for it in found(cast.okafor, typed)] == [report.pk]


@pytest.mark.parametrize("typed", NOT_BY)
def test_a_report_is_not_found(cast: Cast, typed: str) -> None:
    a_report(cast)

    assert found(cast.okafor, typed) == []


def test_what_is_spelt_as_sought_comes_before_what_only_sounds_so(cast: Cast) -> None:
    sounds = makers.make_report(organisation=cast.thornbury, child_name="Jon Smyth", reporter_name="")
    spelt = makers.make_report(organisation=cast.thornbury, child_name="John Smith", reporter_name="")

    first, second = found(cast.okafor, "John Smith")

    assert (first.subject_id, first.because) == (spelt.pk, "")
    assert (second.subject_id, second.because) == (sounds.pk, "Jon Smyth")


def test_a_person_is_found_with_the_cases_that_one_may_see(cast: Cast) -> None:
    child = makers.make_child(organisation=cast.thornbury, name="Corin Tillingbrook", accounts=["Instagram: otti_march.water"])
    cases = [makers.make_case(lead=cast.okafor) for _ in range(2)]
    for case in cases:
        makers.make_involvement(case=case, person=child)
    makers.make_conflict(member=cast.lund, subject_id=cases[0].pk)

    for typed in ("Corin Tillingbrook", "korin tilingbrooke", "otti march water", "Tillingbrook"):
        (mine,), (theirs,) = people(cast.okafor, typed), people(cast.lund, typed)
        assert mine.person_id == theirs.person_id == child.pk
        assert set(mine.cases) == {case.pk for case in cases}
        assert set(theirs.cases) == {cases[1].pk}


def test_a_person_is_found_by_a_nickname_alone(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor, reports=[makers.make_report(organisation=cast.thornbury)])
    child = makers.make_child(organisation=cast.thornbury, name="Leonora Quarrington", other_names=["Bunny"])
    makers.make_involvement(case=case, person=child)
    with asking(cast.okafor.actor()):
        for typed in ("bunny", "Bunnie"):
            (found,) = search_people(cast.okafor.actor(), typed)
            assert (found.person_id, found.also) == (child.pk, ("Bunny",))


def test_several_names_are_looked_for_at_once(cast: Cast, django_assert_num_queries: Any) -> None:
    case = makers.make_case(lead=cast.okafor)
    for name in ("Corin Tillingbrook", "Sam Birch", "Robin Ashdown"):
        makers.make_involvement(case=case, person=makers.make_child(organisation=cast.thornbury, name=name))

    with asking(cast.okafor.actor()), django_assert_num_queries(1):
        both = search_people(cast.okafor.actor(), "Korin Tillingbrook", "Sam Burch")
    assert {it.name for it in both} == {"Corin Tillingbrook", "Sam Birch"}


@pytest.mark.parametrize(
    "odd", ["", "   ", "'", '"', "zz & | !", "x" * 5000, "\\", "~s.KRN", "'~s.KRN'", "()", "-", '-"', "🙂", "*", ":*"]
)
def test_odd_searches_break_nothing(cast: Cast, odd: str) -> None:
    a_report(cast)
    assert found(cast.okafor, odd) == []
    assert people(cast.okafor, odd) == []
