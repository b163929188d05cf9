"""People have parts, with reasons; a child who is concerned has a family that waits to be told."""

from __future__ import annotations

from typing import Any

import pytest

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import arise
from upstander.procedures.cases.add_person import NotAdded, add_person
from upstander.procedures.cases.change_part import NONE, NotChanged, change_part
from upstander.records.access.asking import asking
from upstander.records.cases.knowing import known_people
from upstander.records.cases.models import CaseIsClosed, CaseState, Family, Involvement, Part
from upstander.records.cases.searching import search
from upstander.records.people.models import Person


@pytest.mark.parametrize(
    ("part", "is_child", "school_name", "waits"),
    [
        (Part.TARGETED, True, "", True),
        (Part.TARGETED, True, "Northcliff Academy", True),
        (Part.DISPLAYING, True, "", True),
        (Part.TOOK_PART, True, "", True),
        (Part.DISPLAYING, True, "Northcliff Academy", False),  # their own school tells them
        (Part.SAW, True, "", False),
        (Part.TARGETED, False, "", False),  # a member of staff
    ],
)
def test_whose_family_waits(cast: Cast, part: str, is_child: bool, school_name: str, waits: bool) -> None:
    case = makers.make_case(lead=cast.okafor)
    actor = cast.okafor.actor()

    with asking(actor):
        add_person(
            actor=actor, case_id=case.pk, name="Jo Elm", part=part, reason="The report.", is_child=is_child,
            school_name=school_name, at=AT,
        )  # fmt: skip
        assert Family.objects.waiting().filter(case=case).exists() is waits


def test_a_case_is_found_by_who_is_in_it(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor)
    actor = cast.okafor.actor()

    with asking(actor):
        add_person(actor=actor, case_id=case.pk, name="Jo Quillfeather", part="saw", reason="The report.", at=AT)
        assert [found.subject_id for found in search(actor, "quillfeather")] == [case.pk]


def test_somebody_known_is_not_made_twice(cast: Cast) -> None:
    situation = arise(cast)
    second = makers.make_case(lead=cast.okafor)
    actor = cast.okafor.actor()

    with asking(actor):
        add_person(actor=actor, case_id=second.pk, person_id=situation.sam.pk, part="saw", reason="Told us.", at=AT)
        assert Person.objects.filter(name="Sam Birch").count() == 1


def test_nobody_is_known_through_a_wall(cast: Cast) -> None:
    situation = arise(cast)
    second = makers.make_case(lead=cast.okafor)
    makers.make_conflict(member=cast.lund, subject_id=situation.case.pk)
    actor = cast.lund.actor()

    with asking(actor):
        assert not known_people(actor).filter(name="Sam Birch").exists()
        with pytest.raises(NotAdded):
            add_person(actor=actor, case_id=second.pk, person_id=situation.sam.pk, part="saw", reason="Told us.", at=AT)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": " "}, "name"), ({"part": "bully"}, "part"), ({"reason": ""}, "reason"), ({"name": "x" * 201}, "name")],
)
def test_what_is_missing_is_named(cast: Cast, change: dict[str, str], field: str) -> None:
    case = arise(cast).case
    given: dict[str, Any] = {"name": "Jo Elm", "part": "saw", "reason": "The report.", **change}

    with asking(cast.okafor.actor()):
        with pytest.raises(NotAdded) as refused:
            add_person(actor=cast.okafor.actor(), case_id=case.pk, at=AT, **given)
        assert not Person.objects.filter(name="Jo Elm").exists()

    assert set(refused.value.sentences) == {field}


def test_the_same_part_is_not_given_twice(cast: Cast) -> None:
    situation = arise(cast)

    with asking(cast.okafor.actor()), pytest.raises(NotAdded, match="already"):
        add_person(
            actor=cast.okafor.actor(), case_id=situation.case.pk, person_id=situation.sam.pk, part=Part.DISPLAYING,
            reason="Again.", at=AT,
        )  # fmt: skip


def test_a_changed_part_leaves_the_earlier_one_on_record(cast: Cast) -> None:
    situation = arise(cast)
    actor = cast.okafor.actor()

    with asking(actor):
        change_part(actor=actor, involvement_id=situation.sams_part.pk, part=Part.SAW, reason="He only looked.", at=AT)
        before, after = Involvement.objects.filter(person=situation.sam).order_by("since", "until")
        waiting = Family.objects.filter(child=situation.sam).exists()

    assert {(it.part, it.until, it.ended_because) for it in (before, after)} == {
        (Part.DISPLAYING, AT, "He only looked."),
        (Part.SAW, None, ""),
    }
    assert not waiting


def test_another_concerned_part_keeps_the_family_waiting(cast: Cast) -> None:
    situation = arise(cast)
    actor = cast.okafor.actor()

    with asking(actor):
        change_part(actor=actor, involvement_id=situation.sams_part.pk, part=Part.TOOK_PART, reason="One of five.", at=AT)
        assert Family.objects.waiting().get(child=situation.sam) == situation.sams_family


def test_a_family_that_was_told_is_kept(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor)
    family = makers.make_family(case=case, told_at=AT)
    actor = cast.okafor.actor()

    with asking(actor):
        part = Involvement.objects.get(person=family.child)
        change_part(actor=actor, involvement_id=part.pk, part=NONE, reason="A mistake.", at=AT)
        assert Family.objects.get() == family


def test_a_change_needs_a_reason_and_another_part(cast: Cast) -> None:
    situation = arise(cast)

    with asking(cast.okafor.actor()), pytest.raises(NotChanged) as refused:
        change_part(actor=cast.okafor.actor(), involvement_id=situation.sams_part.pk, part=Part.DISPLAYING, reason="", at=AT)

    assert set(refused.value.sentences) == {"part", "reason"}


def test_nobody_joins_a_closed_case(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor, state=CaseState.CLOSED)

    with asking(cast.okafor.actor()), pytest.raises(CaseIsClosed):
        add_person(actor=cast.okafor.actor(), case_id=case.pk, name="Jo", part="saw", reason="Told us.", at=AT)


def test_a_family_that_told_the_school_is_not_left_without_an_answer_by_a_change_of_part(cast: Cast) -> None:
    situation = arise(cast)
    actor = cast.okafor.actor()
    with asking(actor):
        Family.objects.filter(pk=situation.robins_family.pk).update(report=situation.report)
        robins_part = Involvement.objects.current().get(person=situation.robin)
        for part in (Part.SAW, NONE):
            with pytest.raises(NotChanged, match="waits to hear"):
                change_part(actor=actor, involvement_id=robins_part.pk, part=part, reason="It was another.", at=AT)
        assert Family.objects.waiting().filter(pk=situation.robins_family.pk).exists()

        Family.objects.filter(pk=situation.robins_family.pk).update(report=None)  # it is not theirs
        change_part(actor=actor, involvement_id=robins_part.pk, part=Part.SAW, reason="It was another.", at=AT)
        assert not Family.objects.filter(pk=situation.robins_family.pk).exists()
