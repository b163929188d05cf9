from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from tests.makers import AT, make_child, make_conflict, make_family, make_grant, make_measure, on_behalf_of
from tests.procedures.letters import DAY, Told, again, check, composed, let_stand, make_told, rendered
from upstander.procedures.cases.say_other_names import say_other_names
from upstander.procedures.telling.check_letter import NotChecked
from upstander.procedures.telling.compose_letter import NotALetter, TellsOfAnother
from upstander.procedures.telling.decide_hold import NotDecidedOn, decide_hold
from upstander.procedures.telling.send_letter import NotSent, send_letter
from upstander.records.access.asking import asking
from upstander.records.access.requiring import NotPermitted
from upstander.records.audit.models import Entry
from upstander.records.cases.models import Involvement, Part
from upstander.records.disclosures.models import Disclosure, Hold, Step
from upstander.records.investigations.models import MeasureKind

HELD: dict[str, Any] = {"why": "The clips were posted before PE, and J.K. was there.", "hold_it": True}


@pytest.fixture
def told(cast: Cast) -> Told:
    return make_told(cast)


def test_words_that_may_tell_of_another_child_are_changed_or_held(cast: Cast, told: Told) -> None:
    with pytest.raises(TellsOfAnother, match="initials"):
        composed(told.robins, cast.okafor, why=HELD["why"])
    letter = composed(told.robins, cast.okafor, **HELD)
    with on_behalf_of(cast.thornbury.pk):
        held = Hold.objects.get(disclosure=letter)
        assert held.found == [{"field": "why", "word": "J.K", "kind": "may be initials"}]
        assert list(Step.objects.values_list("verb", flat=True)) == ["composed", "held"]


def test_what_else_is_wrong_cannot_be_held(cast: Cast, told: Told) -> None:
    with pytest.raises(NotALetter, match="Tick what"):
        composed(told.robins, cast.okafor, looked_into=[], **HELD)


def test_nothing_of_a_hold_is_in_the_letter(cast: Cast, told: Told) -> None:
    letter = composed(told.robins, cast.okafor, **HELD)
    assert "initials" not in letter.html + letter.text + str(letter.payload)


def test_a_held_letter_is_neither_checked_nor_sent_even_by_whoever_forgets_to_ask(cast: Cast, told: Told) -> None:
    letter = rendered(told.robins, cast.okafor, **HELD)
    with pytest.raises(NotChecked, match="is held"):
        check(letter, cast.lund)
    with on_behalf_of(cast.thornbury.pk):
        Disclosure.objects.filter(pk=letter.pk).update(checked_at=AT + 2 * DAY, checked_by=cast.lund)
        with pytest.raises(IntegrityError, match="held letter"), transaction.atomic():
            Disclosure.objects.filter(pk=letter.pk).update(sent_at=AT + 3 * DAY, seal="0" * 64)
    with asking(cast.lund.actor()), pytest.raises(NotSent, match="is held"):
        send_letter(actor=cast.lund.actor(), disclosure_id=letter.pk, at=AT + 3 * DAY)


def test_a_second_person_lets_it_stand_with_a_reason_and_it_goes_its_way(cast: Cast, told: Told) -> None:
    letter = rendered(told.robins, cast.okafor, **HELD)
    let_stand(letter, cast.lund)
    checked = check(letter, cast.lund)
    with asking(cast.lund.actor()):
        assert send_letter(actor=cast.lund.actor(), disclosure_id=checked.pk, at=AT + 3 * DAY).seal
    with on_behalf_of(cast.thornbury.pk):
        entry = Entry.objects.get(verb="letter_hold_decided")
        assert entry.detail == {"letter": str(letter.pk), "let_stand": True}


def test_the_writer_never_decides_not_even_in_the_database(cast: Cast, told: Told) -> None:
    letter = rendered(told.robins, cast.okafor, **HELD)
    with pytest.raises(NotDecidedOn, match="You wrote these words"):
        let_stand(letter, cast.okafor)
    with on_behalf_of(cast.thornbury.pk), pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        Hold.objects.update(let_stand=True, because="I say so.", decided_by=cast.okafor, decided_at=AT)


def test_sent_back_it_has_to_be_changed_and_the_new_words_are_looked_at_anew(cast: Cast, told: Told) -> None:
    letter = rendered(told.robins, cast.okafor, **HELD)
    let_stand(letter, cast.lund, decided=False, because="Everybody knows who J.K. is.")
    with pytest.raises(NotChecked, match="sent back"):
        check(letter, cast.lund)
    better = rendered(told.robins, cast.okafor)
    assert check(better, cast.lund).checked_at
    with on_behalf_of(cast.thornbury.pk):
        (hold,) = Hold.objects.filter(disclosure=letter)
        assert (hold.let_stand, hold.superseded_at) == (False, AT + DAY)


@pytest.mark.parametrize(
    ("decided", "because", "field"), [(None, "So.", "let_stand"), (True, " ", "hold_because"), (True, "a" * 301, "hold_because")]
)
def test_a_decision_has_a_reason(cast: Cast, told: Told, decided: bool | None, because: str, field: str) -> None:
    letter = rendered(told.robins, cast.okafor, **HELD)
    with pytest.raises(NotDecidedOn) as refusal:
        let_stand(letter, cast.lund, decided=decided, because=because)
    assert list(refusal.value.sentences) == [field]


def test_a_decision_is_about_the_words_that_were_on_the_screen_and_is_kept(cast: Cast, told: Told) -> None:
    letter = rendered(told.robins, cast.okafor, **HELD)
    with on_behalf_of(cast.thornbury.pk):
        earlier = Hold.objects.get()
    composed(told.robins, cast.okafor, why="J.K. and J.K. again.", hold_it=True)
    with pytest.raises(NotDecidedOn, match="not held for these words any more"):
        let_stand(letter, cast.lund, hold_id=earlier.pk)
    let_stand(letter, cast.lund)
    with on_behalf_of(cast.thornbury.pk):
        changes: list[dict[str, object]] = [{"because": "Other."}, {"let_stand": False}, {"found": []}]
        for change in changes:
            with pytest.raises(IntegrityError, match="kept"), transaction.atomic():
                Hold.objects.filter(superseded_at=None).update(**change)
        with pytest.raises(IntegrityError, match="kept"), transaction.atomic():
            Hold.objects.all().delete()


def test_only_whoever_may_check_letters_of_the_case_decides(cast: Cast, told: Told) -> None:
    letter = rendered(told.robins, cast.okafor, **HELD)
    with on_behalf_of(cast.thornbury.pk):
        held = Hold.objects.get()
    make_grant(member=cast.adeyemi, subject_id=told.case.pk)
    make_conflict(member=cast.reyes, subject_id=told.case.pk)
    for member in (cast.adeyemi, cast.reyes, cast.hale, cast.vance, cast.marsh):
        with asking(member.actor()), pytest.raises(NotPermitted):
            decide_hold(actor=member.actor(), disclosure_id=letter.pk, hold_id=held.pk, let_stand=True, because="x", at=AT)
        with asking(member.actor()):
            assert Hold.objects.visible_to(member.actor()).exists() is (member == cast.adeyemi)


def test_somebody_who_comes_on_record_later_stops_a_letter_that_tells_of_them(cast: Cast, told: Told) -> None:
    letter = rendered(told.robins, cast.okafor, why="Squidge was there.")
    jess = told.jesses.child
    with asking(cast.okafor.actor()):
        part = Involvement.objects.get(person=jess)
        say_other_names(actor=cast.okafor.actor(), involvement_id=part.pk, names="Squidge, JayKay", at=AT + DAY)
    with pytest.raises(NotChecked, match="somebody is on record"):
        check(letter, cast.lund)
    make_family(case=told.case, child=make_child(organisation=cast.thornbury, name="Bo Li"), part=Part.TOOK_PART)
    assert check(rendered(told.robins, cast.okafor), cast.lund).checked_at


def test_a_sanction_recorded_after_the_check_stops_the_sending(cast: Cast, told: Told) -> None:
    letter = check(rendered(told.robins, cast.okafor, why="Nobody was suspended."), cast.lund)
    make_measure(case=told.case, child=told.jesses.child, by=cast.okafor, kind=MeasureKind.SUSPENSION, words="For two days.")
    with asking(cast.lund.actor()), pytest.raises(NotSent, match="somebody is on record"):
        send_letter(actor=cast.lund.actor(), disclosure_id=letter.pk, at=AT + 3 * DAY)
    assert again(letter, cast.lund.actor()).sent_at is None
