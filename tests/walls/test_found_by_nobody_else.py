"""Whoever is walled off finds a case, its report and its people in none of the ways there are; another school never."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests import makers
from tests.cast import Cast, signed_in
from upstander.kernel.actor import NOBODY, Actor, reporter
from upstander.records.access.asking import asking
from upstander.records.cases.models import Case, Compared, Comparison, Part
from upstander.records.cases.searching import search, search_people, search_reports
from upstander.records.cases.suspecting import suspected_people, suspected_reports
from upstander.records.intake.models import Report
from upstander.records.people.models import Person

WAYS = (
    "Ilse Penhaligon", "penhaligon", "Ilsa Penhalligan", "Penh", "zebra_crossing.clips", "@ZebraCrossingClips", "07700 900114",
    "+44 (0)7700 900 114", "900114", '"behind the gym"', "Ottoline",
)  # fmt: skip
ANSWERS: dict[str, Any] = {
    "words": {"words": "It is behind the gym."},
    "people": {"targeted": [{"name": "Ilse Penhaligon"}], "saw": [{"name": "Ottoline Marchwater"}]},
    "where": {"accounts": [{"app": "tiktok", "account": "zebra_crossing.clips"}]},
    "reporter": {"phone": "07700 900114"},
}
SHUT_OUT = ("lund", "adeyemi", "hale", "vance", "marsh", "flint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    case: Case
    report: Report
    child: Person

    @property
    def ids(self) -> set[UUID]:
        return {self.case.pk, self.report.pk, self.child.pk}


@pytest.fixture
def hidden(cast: Cast) -> Hidden:
    """Mr Lund has a conflict, Mrs Adeyemi was not given it, Mr Hale is a governor, the others work elsewhere."""
    report = makers.make_report(
        organisation=cast.thornbury, answers=ANSWERS, child_name="Ilse Penhaligon", all_words_found=True, taken_by=cast.okafor
    )
    case = makers.make_case(lead=cast.okafor, reports=[report], title="Ilse Penhaligon behind the gym")
    child = makers.make_child(organisation=cast.thornbury, name="Ilse Penhaligon", accounts=["zebra_crossing.clips"])
    makers.make_involvement(case=case, person=child, part=Part.TARGETED)
    for subject in (case.pk, report.pk):
        makers.make_conflict(member=cast.lund, subject_id=subject)
    return Hidden(case=case, report=report, child=child)


def all_found(actor: Actor, typed: str) -> set[UUID]:
    with asking(actor):
        found = {it.subject_id for it in search(actor, typed)} | {it.subject_id for it, _ in search_reports(actor, typed)}
        return found | {it.person_id for it in search_people(actor, typed)}


@pytest.mark.parametrize("typed", WAYS)
def test_each_way_finds_it_for_whoever_may_see_it(cast: Cast, hidden: Hidden, typed: str) -> None:
    assert all_found(cast.okafor.actor(), typed) & hidden.ids
    makers.make_grant(member=cast.adeyemi, subject_id=hidden.case.pk)
    assert all_found(cast.adeyemi.actor(), typed) <= {hidden.case.pk, hidden.child.pk}


@pytest.mark.parametrize("who", SHUT_OUT)
def test_no_way_finds_it_for_others(cast: Cast, hidden: Hidden, who: str) -> None:
    for typed in WAYS:
        assert all_found(getattr(cast, who).actor(), typed) == set(), typed


@pytest.mark.parametrize("who", ["lund", "adeyemi", "vance"])
def test_no_page_shows_it_to_others(cast: Cast, hidden: Hidden, who: str) -> None:
    client = signed_in(getattr(cast, who))
    for typed in WAYS:
        page = client.get("/school/search/", {"q": typed}).content.decode()
        assert "<tbody" not in page, typed
    assert client.get(f"/school/people/{hidden.child.pk}/").status_code == 404


def test_neither_a_reporter_nor_nobody_finds_anything(cast: Cast, hidden: Hidden) -> None:
    for actor in (reporter(hidden.report.pk, cast.thornbury.pk), NOBODY):
        for typed in WAYS:
            assert all_found(actor, typed) == set()


@pytest.mark.parametrize("function", ["cases_find", "people_find"])
def test_the_functions_that_look_past_the_walls_keep_to_the_organisation_that_asks(
    cast: Cast, hidden: Hidden, function: str
) -> None:
    sought = '[{"words": ["penhaligon"], "keys": ["\'~n.penhaligon\'"], "whole": ""}]'
    for actor, many in ((cast.okafor.actor(), True), (cast.vance.actor(), False), (NOBODY, False)):
        with asking(actor), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {function}(%s::jsonb, 10)", [sought])
            assert bool(cursor.fetchone()[0]) is many


class TestSomebodyInTwoCases:
    """One of them may be seen, the other may not."""

    @pytest.fixture
    def seen(self, cast: Cast, hidden: Hidden) -> Case:
        seen = makers.make_case(lead=cast.okafor, title="Lines of the play")
        makers.make_involvement(case=seen, person=hidden.child, part=Part.SAW)
        return seen

    def test_is_found_with_the_one_alone(self, cast: Cast, hidden: Hidden, seen: Case) -> None:
        with asking(cast.lund.actor()):
            (found,) = search_people(cast.lund.actor(), "Ilse Penhaligon")
        assert found.cases == (seen.pk,)
        page = signed_in(cast.lund).get(f"/school/people/{hidden.child.pk}/").content.decode()
        assert seen.reference in page
        assert hidden.case.reference not in page


class TestWhatIsProposed:
    """A second report about the same child, a second row for her, and what was decided about both."""

    @pytest.fixture
    def second(self, cast: Cast) -> Report:
        return makers.make_report(organisation=cast.thornbury, answers=ANSWERS, child_name="Ilsa Penhaligan")

    @pytest.fixture
    def twin(self, cast: Cast) -> Person:
        twin = makers.make_child(organisation=cast.thornbury, name="Ilsa Penhaligan")
        makers.make_involvement(case=makers.make_case(lead=cast.okafor), person=twin)
        return twin

    def test_names_no_report_or_person_that_is_walled_off(self, cast: Cast, hidden: Hidden, second: Report, twin: Person) -> None:
        for member, ought in ((cast.okafor, True), (cast.lund, False)):
            actor = member.actor()
            with asking(actor):
                assert bool(suspected_reports(actor, second)) is ought
                assert bool(suspected_people(actor, twin)) is ought
            page = signed_in(member).get(f"/school/reports/{second.pk}/").content.decode()
            assert (str(hidden.report.pk) in page) is ought

    def test_is_not_shown_beside_what_may_be_seen(self, cast: Cast, hidden: Hidden, second: Report, twin: Person) -> None:
        for path in (f"reports/{second.pk}/same/{hidden.report.pk}", f"people/{twin.pk}/same/{hidden.child.pk}"):
            assert signed_in(cast.okafor).get(f"/school/{path}/").status_code == 200
            for who in SHUT_OUT:
                assert signed_in(getattr(cast, who)).get(f"/school/{path}/").status_code == 404

    def test_what_was_decided_is_known_only_to_whoever_may_see_both(
        self, cast: Cast, hidden: Hidden, second: Report, twin: Person
    ) -> None:
        of_reports = makers.make_comparison(kind=Compared.REPORT, kept_id=hidden.report.pk, other_id=second.pk, by=cast.okafor)
        of_people = makers.make_comparison(kind=Compared.PERSON, kept_id=hidden.child.pk, other_id=twin.pk, by=cast.okafor)
        for member, ought in ((cast.okafor, {of_reports, of_people}), *((getattr(cast, who), set()) for who in SHUT_OUT)):
            with asking(member.actor()):
                assert set(Comparison.objects.visible_to(member.actor())) == ought
        page = signed_in(cast.lund).get(f"/school/people/{twin.pk}/").content.decode()
        assert "Ilse" not in page

    def test_in_the_list_of_the_school_is_shown_only_to_whoever_may_see_both(
        self, cast: Cast, hidden: Hidden, twin: Person
    ) -> None:
        pair = makers.make_proposal(one=hidden.child, other=twin)
        for member, ought in ((cast.okafor, True), *((getattr(cast, who), False) for who in SHUT_OUT)):
            client = signed_in(member)
            assert client.get(f"/school/duplicates/{pair.pk}/").status_code == (302 if ought else 404)
            assert ("Ilse" in client.get("/school/duplicates/").content.decode()) is ought
            assert ("may be the same</a>" in client.get("/school/").content.decode()) is ought

    def test_a_joined_row_goes_by_its_own_name_where_the_kept_one_is_walled_off(
        self, cast: Cast, hidden: Hidden, twin: Person
    ) -> None:
        makers.make_comparison(kind=Compared.PERSON, kept_id=hidden.child.pk, other_id=twin.pk, by=cast.okafor)
        for member, name in ((cast.okafor, "Ilse Penhaligon"), (cast.lund, "Ilsa Penhaligan")):
            with asking(member.actor()):
                (found,) = search_people(member.actor(), "Penhaligan")
            assert found.name == name
