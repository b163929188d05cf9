"""People who may be the same one are found when the second is written down, and wait until a person has decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import makers
from tests.cast import Cast, signed_in
from tests.makers import AT, on_behalf_of
from upstander.kernel.actor import system
from upstander.procedures.cases.add_person import add_person
from upstander.procedures.cases.say_other_names import say_other_names
from upstander.procedures.duplicates import catch_up as catching_up
from upstander.procedures.duplicates.catch_up import catch_up
from upstander.procedures.duplicates.propose_duplicates import propose_duplicates
from upstander.records.access.asking import asking
from upstander.records.cases.models import Proposal
from upstander.records.people.models import Person

CORIN: dict[str, Any] = {"name": "Corin Tillingbrook", "year_group": "9B"}


def known(cast: Cast, **told: Any) -> Person:
    child = makers.make_child(organisation=cast.thornbury, **told)
    makers.make_involvement(case=makers.make_case(lead=cast.okafor), person=child)
    return child


def looked(person: Person) -> list[Proposal]:
    propose_duplicates(organisation_id=person.organisation_id, person_id=person.pk, at=AT)
    with asking(system(person.organisation_id)):
        return list(Proposal.objects.select_related("one", "other").order_by("proposed_at", "id"))


@pytest.mark.parametrize(
    ("other", "because"),
    [
        ({"name": "Korin Tillingbrooke", "year_group": "Year 9"}, ["the name, 9B"]),
        ({"name": "Korin Tillingbrooke", "year_group": ""}, ["the name, 9B"]),
        ({"name": "Korin Tillingbrooke", "year_group": "Year 8"}, None),
        ({"name": "Robin Ashdown"}, None),
    ],
)
def test_by_how_the_name_sounds_in_the_same_year_group(cast: Cast, other: dict[str, Any], because: list[str] | None) -> None:
    known(cast, **CORIN)
    found = looked(known(cast, **other))
    assert [pair.because for pair in found] == ([because] if because else [])


def test_by_an_account_or_a_number_however_it_is_written(cast: Cast) -> None:
    known(cast, name="Somebody", accounts=["wren_01 (Snapchat)", "07700 900114"])
    for account in ("Wren_01 (Snapchat)", "+44 7700 900114"):
        assert len(looked(known(cast, name="Quite Another", accounts=[account]))) >= 1


def test_once_for_each_pair_whichever_comes_first(cast: Cast) -> None:
    one, other = known(cast, **CORIN), known(cast, name="Korin Tillingbrooke")
    for person in (one, other, one):
        assert len(looked(person)) == 1


def test_the_job_is_given_when_somebody_is_added(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor)
    with asking(cast.okafor.actor()):
        add_person(
            actor=cast.okafor.actor(), case_id=case.pk, part="saw", reason="She said so.", name="Corin Tillingbrook", at=AT
        )
        person = Person.objects.get(name="Corin Tillingbrook")
    job = ProcrastinateJob.objects.get(task_name__endswith="propose_duplicates")
    assert job.args == {"organisation_id": str(cast.thornbury.pk), "person_id": str(person.pk)}


def test_two_are_decided_about_from_the_list_and_are_there_again_once_that_is_undone(cast: Cast) -> None:
    one, other = known(cast, **CORIN), known(cast, name="Korin Tillingbrooke")
    (pair,) = looked(other)
    client = signed_in(cast.okafor)
    assert "1 pair of people may be the same" in client.get("/school/").content.decode()
    page = client.get("/school/duplicates/").content.decode()
    assert "Corin Tillingbrook" in page
    assert "Korin Tillingbrooke" in page
    beside = client.get(f"/school/duplicates/{pair.pk}/?list=duplicates&row=0.{pair.pk.hex}&n=1")["Location"]
    assert "1 of 1 who may be the same" in client.get(beside).content.decode()
    there = client.post(beside, {"same": "no", "reason": "Two cousins."}, follow=True)
    assert "It is on record." in there.content.decode()
    assert "Corin" not in there.content.decode()
    assert looked(one)[0].settled_at is not None
    undo = client.get(f"/school/people/{one.pk}/").content.decode().partition("/undo/")[0].rpartition('"')[2]
    client.post(f"{undo}/undo/", {"because": "They are one."})
    assert "Corin" in client.get("/school/duplicates/").content.decode()


def test_somebody_who_was_joined_is_not_proposed_again(cast: Cast) -> None:
    one, other = known(cast, **CORIN), known(cast, name="Korin Tillingbrooke")
    makers.make_comparison(kind="person", kept_id=one.pk, other_id=other.pk, by=cast.okafor)
    assert looked(other) == []
    assert looked(one) == []
    with on_behalf_of(cast.northcliff.pk):
        assert not Proposal.objects.exists()


class TestWhoWasNeverCompared:
    """Written down before anything was proposed, or by a worker that was lost on the way."""

    LATER = AT + timedelta(hours=1)

    def waiting(self) -> list[str]:
        """Whom the worker was given, by what they are called."""
        given = ProcrastinateJob.objects.filter(task_name__endswith="propose_duplicates", status="todo").values_list(
            "args", flat=True
        )
        return [arguments["person_id"] for arguments in given]

    def do_it(self, cast: Cast, *people: Person) -> None:
        for person in people:
            propose_duplicates(organisation_id=person.organisation_id, person_id=person.pk, at=self.LATER)

    def test_they_are_compared_once_and_by_each_school_for_itself(self, cast: Cast) -> None:
        one, other = known(cast, **CORIN), known(cast, name="Korin Tillingbrooke")
        elsewhere = makers.make_child(organisation=cast.northcliff, **CORIN)
        assert catch_up(at=AT) == 0  # they were only just written down
        assert catch_up(at=self.LATER) == 3
        assert set(self.waiting()) == {str(person.pk) for person in (one, other, elsewhere)}
        self.do_it(cast, one, other, elsewhere)
        assert catch_up(at=self.LATER) == 0
        with asking(system(cast.thornbury.pk)):
            assert Proposal.objects.count() == 1
        with asking(system(cast.northcliff.pk)):
            assert not Proposal.objects.exists()

    def test_so_is_one_who_was_joined_already_without_another_proposal(self, cast: Cast) -> None:
        one, other = known(cast, **CORIN), known(cast, name="Korin Tillingbrooke")
        makers.make_comparison(kind="person", kept_id=one.pk, other_id=other.pk, by=cast.okafor)
        self.do_it(cast, one, other)
        assert catch_up(at=self.LATER) == 0
        with asking(system(cast.thornbury.pk)):
            assert not Proposal.objects.exists()

    def test_some_at_a_time_the_oldest_first(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        oldest = makers.make_child(organisation=cast.thornbury, name="Noa", at=AT - timedelta(days=9))
        known(cast, **CORIN)
        monkeypatch.setattr(catching_up, "AT_ONCE", 1)
        assert catch_up(at=self.LATER) == 1
        assert self.waiting() == [str(oldest.pk)]

    def test_whoever_is_given_another_name_is_compared_again(self, cast: Cast) -> None:
        known(cast, **CORIN)
        child = makers.make_child(organisation=cast.thornbury, name="Squidge")
        part = makers.make_involvement(case=makers.make_case(lead=cast.okafor), person=child)
        self.do_it(cast, child)
        actor = cast.okafor.actor()
        with asking(actor):
            say_other_names(actor=actor, involvement_id=part.pk, names="Wilbur Hartigan", at=AT)
            assert Person.objects.get(pk=child.pk).compared_at is None
