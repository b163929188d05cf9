"""Two rows that may be one person, two reports that may be one: a person decides, with a reason, and can undo it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from upstander.procedures.cases.add_person import add_person
from upstander.procedures.duplicates.compare import NotCompared, compare
from upstander.procedures.duplicates.undo_comparison import NotUndone, undo_comparison
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.audit.models import Entry
from upstander.records.cases.models import Compared, Comparison, Involvement
from upstander.records.cases.searching import search_people
from upstander.records.cases.suspecting import suspected_people, suspected_reports
from upstander.records.people.models import Person


def two_rows(cast: Cast) -> tuple[Person, Person]:
    rows = []
    for name in ("Corin Tillingbrook", "Korin Tillingbrooke"):
        child = makers.make_child(organisation=cast.thornbury, name=name)
        makers.make_involvement(case=makers.make_case(lead=cast.okafor), person=child)
        rows.append(child)
    return rows[0], rows[1]


def decide(member: Membership, kept: UUID, other: UUID, *, is_same: bool | None = True, **how: Any) -> Comparison:
    given = {"kind": Compared.PERSON, "reason": "Same mother.", "at": AT, **how}
    with asking(member.actor()):
        return compare(actor=member.actor(), kept_id=kept, other_id=other, is_same=is_same, **given)


def undo(member: Membership, it: Comparison, because: str = "Two cousins.") -> Comparison:
    with asking(member.actor()):
        return undo_comparison(actor=member.actor(), comparison_id=it.pk, because=because, at=AT)


def test_nothing_is_joined_by_being_alike(cast: Cast) -> None:
    one, two = two_rows(cast)
    with asking(cast.okafor.actor()):
        assert [it.person_id for it in suspected_people(cast.okafor.actor(), one)] == [two.pk]
        assert not Person.objects.exclude(same_as=None).exists()
        assert not Comparison.objects.exists()


def test_joined_both_rows_stay_and_one_points_at_the_other(cast: Cast) -> None:
    one, two = two_rows(cast)
    decide(cast.okafor, one.pk, two.pk)

    with asking(cast.okafor.actor()):
        assert Person.objects.get(pk=two.pk).same_as_id == one.pk
        assert (Person.objects.get(pk=one.pk).name, Person.objects.get(pk=two.pk).name) == (one.name, two.name)
        assert Involvement.objects.get(person=two)
        assert suspected_people(cast.okafor.actor(), one) == []
        entry = Entry.objects.get(verb="joined_as_same")
        assert (entry.subject_id, entry.actor_name) == (one.pk, "Ms Okafor")


def test_joined_they_are_found_as_one_with_all_their_cases(cast: Cast) -> None:
    one, two = two_rows(cast)
    decide(cast.okafor, one.pk, two.pk)

    for typed in ("Corin Tillingbrook", "Korin Tillingbrooke", "Korin"):
        with asking(cast.okafor.actor()):
            (found,) = search_people(cast.okafor.actor(), typed)
        assert (found.person_id, found.name) == (one.pk, one.name)
        assert len(found.cases) == 2
        assert found.also == (two.name,)


def test_undone_everything_is_as_it_was_and_both_decisions_are_on_record(cast: Cast) -> None:
    one, two = two_rows(cast)
    it = undo(cast.lund, decide(cast.okafor, one.pk, two.pk))

    with asking(cast.okafor.actor()):
        assert Person.objects.get(pk=two.pk).same_as_id is None
        assert [found.person_id for found in suspected_people(cast.okafor.actor(), one)] == [two.pk]
        kept = Comparison.objects.get()
        assert (kept.reason, kept.undone_because, kept.undone_by) == ("Same mother.", "Two cousins.", cast.lund)
        assert Entry.objects.filter(verb="comparison_undone", subject_id=one.pk).exists()
    with pytest.raises(NotUndone, match="already"):
        undo(cast.okafor, it)
    decide(cast.okafor, two.pk, one.pk)  # the other way, now


def test_kept_apart_they_are_not_proposed_again_until_undone(cast: Cast) -> None:
    one, two = two_rows(cast)
    it = decide(cast.okafor, one.pk, two.pk, is_same=False)

    with asking(cast.okafor.actor()):
        assert suspected_people(cast.okafor.actor(), one) == suspected_people(cast.okafor.actor(), two) == []
        assert Person.objects.get(pk=two.pk).same_as_id is None
    undo(cast.okafor, it)
    with asking(cast.okafor.actor()):
        assert len(suspected_people(cast.okafor.actor(), one)) == 1


def test_a_row_points_one_step_only(cast: Cast) -> None:
    one, two = two_rows(cast)
    three, _ = two_rows(cast)
    decide(cast.okafor, one.pk, two.pk)

    for kept, other in ((two, three), (three, two), (three, one)):
        with pytest.raises(NotCompared, match="joined with somebody already"):
            decide(cast.okafor, kept.pk, other.pk)
    decide(cast.okafor, one.pk, three.pk)


def test_two_reports_are_only_said_to_be_the_same(cast: Cast) -> None:
    one, two = (
        makers.make_report(organisation=cast.thornbury, child_name=name) for name in ("Corin Tillingbrook", "Korin Tillingbrooke")
    )
    actor = cast.okafor.actor()
    with asking(actor):
        (suspected,) = suspected_reports(actor, one)
    assert suspected.report_id == two.pk

    it = decide(cast.okafor, one.pk, two.pk, kind=Compared.REPORT)

    with asking(actor):
        assert suspected_reports(actor, one) == suspected_reports(actor, two) == []
    undo(cast.okafor, it)
    with asking(actor):
        assert len(suspected_reports(actor, two)) == 1


@pytest.mark.parametrize(
    ("change", "field"), [({"is_same": None}, "same"), ({"reason": " "}, "reason"), ({"reason": "x" * 2_001}, "reason")]
)
def test_answer_and_reason_are_wanted(cast: Cast, change: dict[str, Any], field: str) -> None:
    one, two = two_rows(cast)
    with pytest.raises(NotCompared) as refused:
        decide(cast.okafor, one.pk, two.pk, **change)
    assert set(refused.value.sentences) == {field}


def test_what_was_decided_is_undone_before_it_is_decided_otherwise(cast: Cast) -> None:
    one, two = two_rows(cast)
    decide(cast.okafor, one.pk, two.pk, is_same=False)
    with pytest.raises(NotCompared, match="Undo that first"):
        decide(cast.lund, two.pk, one.pk)
    with pytest.raises(NotCompared, match="one and the same"):
        decide(cast.lund, one.pk, one.pk)


def test_the_database_holds_one_standing_decision_about_two(cast: Cast) -> None:
    one, two = two_rows(cast)
    makers.make_comparison(kind=Compared.PERSON, kept_id=one.pk, other_id=two.pk, by=cast.okafor, is_same=False)
    with pytest.raises(IntegrityError, match="one_standing_comparison"), transaction.atomic():
        makers.make_comparison(kind=Compared.PERSON, kept_id=two.pk, other_id=one.pk, by=cast.okafor)


@pytest.mark.parametrize("who", ["adeyemi", "hale", "vance", "marsh", "flint"])
def test_others_may_neither_decide_nor_undo(cast: Cast, who: str) -> None:
    one, two = two_rows(cast)
    with pytest.raises(NotPermitted):
        decide(getattr(cast, who), one.pk, two.pk)
    it = decide(cast.okafor, one.pk, two.pk)
    with pytest.raises(NotPermitted):
        undo(getattr(cast, who), it)


def test_whoever_may_see_only_one_of_them_decides_nothing(cast: Cast) -> None:
    one, two = two_rows(cast)
    with asking(cast.okafor.actor()):
        case = Involvement.objects.get(person=two).case
    makers.make_conflict(member=cast.lund, subject_id=case.pk)
    with pytest.raises(NotPermitted):
        decide(cast.lund, one.pk, two.pk)
    it = decide(cast.okafor, one.pk, two.pk)
    with pytest.raises(NotPermitted):
        undo(cast.lund, it)


def test_somebody_who_is_added_is_the_row_that_was_kept(cast: Cast) -> None:
    one, two = two_rows(cast)
    decide(cast.okafor, one.pk, two.pk)
    case, actor = makers.make_case(lead=cast.okafor), cast.okafor.actor()
    with asking(actor):
        added = add_person(actor=actor, case_id=case.pk, person_id=two.pk, part="saw", reason="Seen.", at=AT)
        assert added.person_id == one.pk
