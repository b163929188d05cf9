"""The ladder of the policy: drafted, approved, in force from a day, and never changed after."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import Cast, assemble
from tests.makers import AT, make_case, make_ladder, on_behalf_of
from upstander.kernel.problems import Problem
from upstander.procedures.finding.record_finding import Criterion, NotAFinding, record_finding
from upstander.procedures.policies.approve_ladder import Approval, NotApproved, approve_ladder
from upstander.procedures.policies.arrange_kinds import NotInTheDraft, move_kind, take_out_kind
from upstander.procedures.policies.drop_ladder import NotDropped, drop_ladder
from upstander.procedures.policies.start_ladder import DraftIsThere, NotNamed, name_ladder, start_ladder
from upstander.procedures.policies.write_clause import ClauseWords, NotAClause, write_clause
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.audit.models import Entry
from upstander.records.investigations.models import Finding
from upstander.records.policies.drafting import NoDraft, digest_of
from upstander.records.policies.models import Behaviour, Citation, Clause, Ladder
from upstander.records.policies.publishing import clauses_on
from upstander.records.policies.standing import standing_of

ONLINE = ClauseWords(
    name="Online bullying",
    clause="4.2",
    in_school="We speak with the family.",
    outside_school="The same.",
    restorative="A talk.",
)
APPROVAL = Approval(
    approved_by="The full governing body",
    approved_on=date(2026, 10, 20),
    minute="Item 7",
    in_force_from=date(2026, 11, 9),
    review_on=date(2027, 11, 1),
)
INSERT = (
    "INSERT INTO policies_clause (id, organisation_id, ladder_id, behaviour, name, means, place, clause, in_school,"
    " outside_school, restorative)"
)
THREATS = "'threats', 'Threats', '', 9, '1', 'x', '', ''"
CRITERIA = {name: Criterion("yes", "It is so.") for name in ("hurt_meant", "repeated", "power")}


def started(by: Membership, version: str = "November 2026") -> Ladder:
    with asking(by.actor()):
        return start_ladder(actor=by.actor(), policy="Behaviour policy", version=version, at=AT)


def written(by: Membership, words: ClauseWords = ONLINE, behaviour: str = "online_bullying") -> Clause:
    with asking(by.actor()):
        return write_clause(actor=by.actor(), behaviour=behaviour, words=words, at=AT)


def approved(by: Membership, approval: Approval = APPROVAL, *, seen: str | None = None, at: Any = AT) -> Ladder:
    with asking(by.actor()):
        draft = Ladder.objects.draft().get(organisation=by.organisation_id)
        return approve_ladder(actor=by.actor(), approval=approval, seen=digest_of(draft) if seen is None else seen, at=at)


def decided(cast: Cast, *, at: Any, behaviour: str = "online_bullying") -> Finding:
    case = make_case(lead=cast.okafor)
    with asking(cast.okafor.actor()):
        return record_finding(
            actor=cast.okafor.actor(),
            case_id=case.pk,
            outcome="bullying",
            criteria=CRITERIA,
            reasons="So.",
            behaviour=behaviour,
            at=at,
        )


def test_a_draft_begins_with_the_words_of_the_newest_version_and_is_changed_clause_by_clause(cast: Cast) -> None:
    before = make_ladder(organisation=cast.thornbury)
    draft = started(cast.okafor)
    written(cast.lund)
    with on_behalf_of(cast.thornbury.pk):
        assert draft.started_from == before
        assert dict(draft.clauses.values_list("behaviour", "in_school")) == {
            "online_bullying": "We speak with the family.",
            "falling_out": "We help friends to put it right. Nobody is punished for a falling-out.",
        }
        assert before.clauses.get(behaviour="online_bullying").in_school.startswith("We deal with")
        assert [entry.verb for entry in Entry.objects.order_by("number")] == ["ladder_started", "clause_written"]


def test_governors_approve_it_and_it_is_in_force_from_its_day(cast: Cast) -> None:
    make_ladder(organisation=cast.thornbury)
    started(cast.okafor)
    written(cast.okafor)
    ladder = approved(cast.hale)
    assert (ladder.approval_recorded_by_id, ladder.approved_by) == (cast.hale.pk, "The full governing body")
    with on_behalf_of(cast.thornbury.pk):
        on = {day: clauses_on(cast.thornbury.pk, date(2026, 11, day)).get(behaviour="online_bullying").cited for day in (8, 9)}
        assert clauses_on(cast.thornbury.pk, date(2026, 8, 31)).count() == 0
        assert Entry.objects.get(verb="ladder_approved").detail["in_force_from"] == "2026-11-09"
    assert on == {8: "Behaviour policy, September 2026, clause 4.2", 9: "Behaviour policy, November 2026, clause 4.2"}


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"approved_by": " "}, "approved_by", "Write who approved it"),
        ({"approved_by": "ms  okafor and others"}, "approved_by", "This names Ms Okafor"),
        ({"approved_on": date(2026, 11, 4)}, "approved_on", "cannot be in the future"),
        ({"minute": ""}, "minute", "Write where the minutes say so"),
        ({"in_force_from": None}, "in_force_from", "Write the day"),
        ({"in_force_from": date(2026, 11, 3)}, "in_force_from", "Choose a day after 3 November 2026"),
        ({"in_force_from": date(2028, 1, 1)}, "in_force_from", "at most a year from now"),
        ({"review_on": date(2026, 11, 9)}, "review_on", "after it begins"),
        ({"review_on": date(2030, 1, 1)}, "review_on", "within three years"),
    ],
)
def test_what_is_no_approval_is_refused_beside_the_field(cast: Cast, changed: dict[str, Any], field: str, says: str) -> None:
    make_ladder(organisation=cast.thornbury)
    started(cast.okafor)
    with pytest.raises(NotApproved) as refusal:
        approved(cast.hale, replace(APPROVAL, **changed))
    assert list(refusal.value.sentences) == [field]
    assert says in refusal.value.sentences[field]


def test_the_first_version_may_have_been_in_force_for_long_and_a_later_one_begins_tomorrow_at_the_earliest(cast: Cast) -> None:
    started(cast.okafor)
    with pytest.raises(NotApproved, match="says nothing yet"):
        approved(cast.reyes)
    written(cast.okafor)
    assert approved(cast.reyes, replace(APPROVAL, in_force_from=date(2024, 9, 1), review_on=date(2026, 9, 1))).approved_on
    started(cast.okafor, "December 2026")
    assert approved(cast.reyes, replace(APPROVAL, in_force_from=date(2026, 11, 4))).version == "December 2026"


def test_nobody_approves_what_they_have_not_read(cast: Cast) -> None:
    started(cast.okafor)
    with asking(cast.okafor.actor()):
        seen = digest_of(Ladder.objects.get())
    written(cast.okafor)
    with pytest.raises(NotApproved, match="has changed since"):
        approved(cast.hale, seen=seen)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "a" * 81}, "name"),
        ({"name": "What Ms Okafor sees"}, "name"),
        ({"means": "a" * 601}, "means"),
        ({"clause": ""}, "clause"),
        ({"clause": "4" * 21}, "clause"),
        ({"in_school": " "}, "in_school"),
        ({"restorative": "a" * 2001}, "restorative"),
        ({"outside_school": "Dr Reyes decides."}, "outside_school"),
    ],
)
def test_what_is_no_clause_is_refused_beside_the_field(cast: Cast, changed: dict[str, str], field: str) -> None:
    started(cast.okafor)
    with pytest.raises(NotAClause) as refusal:
        written(cast.okafor, replace(ONLINE, **changed))
    assert list(refusal.value.sentences) == [field]


def test_there_is_one_draft_with_a_name_of_its_own(cast: Cast) -> None:
    make_ladder(organisation=cast.thornbury)
    with pytest.raises(NoDraft):
        written(cast.okafor)
    for policy, version in (("Behaviour policy", ""), ("", "November"), ("behaviour Policy", "september 2026")):
        with asking(cast.okafor.actor()), pytest.raises(NotNamed):
            start_ladder(actor=cast.okafor.actor(), policy=policy, version=version, at=AT)
    started(cast.okafor)
    with pytest.raises(DraftIsThere):
        started(cast.lund, "Another")
    with asking(cast.okafor.actor()):
        assert str(name_ladder(actor=cast.okafor.actor(), policy="Policy", version="2", at=AT)) == "Policy, 2"


def test_only_leads_draft_and_only_the_head_and_governors_approve(cast: Cast) -> None:
    for member in (cast.hale, cast.adeyemi, cast.marsh):
        with pytest.raises(NotPermitted):
            started(member)
    started(cast.okafor)
    for member in (cast.hale, cast.adeyemi, cast.marsh):
        with pytest.raises(NotPermitted):
            written(member)
    with pytest.raises(NoDraft):
        written(cast.vance)
    written(cast.okafor)
    for member in (cast.okafor, cast.lund, cast.adeyemi):
        with pytest.raises(NotPermitted):
            approved(member)
    assert approved(cast.reyes).approved_on


def test_a_finding_keeps_the_clause_that_was_in_force_when_it_was_made(cast: Cast) -> None:
    make_ladder(organisation=cast.thornbury)
    first = decided(cast, at=AT)
    anew = {Behaviour.ONLINE_BULLYING: "Anew."}
    make_ladder(organisation=cast.thornbury, version="November", words=anew, in_force_from=date(2026, 11, 4))
    second = decided(cast, at=AT + timedelta(days=1))
    with asking(cast.okafor.actor()):
        rows = Citation.objects.visible_to(cast.okafor.actor()).select_related("clause__ladder")
        cited = {it.finding_id: it.clause.cited for it in rows}
    assert cited == {
        first.pk: "Behaviour policy, September 2026, clause 4.2",
        second.pk: "Behaviour policy, November, clause 4.2",
    }
    with pytest.raises(NotAFinding, match="says nothing about this"):
        decided(cast, at=AT + timedelta(days=1), behaviour="falling_out")
    assert decided(cast, at=AT, behaviour="").pk not in cited


class TestTheDatabase:
    def refuses(self, words: str, because: str = "kept as it was approved") -> None:
        with pytest.raises(DatabaseError, match=because), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(words)

    def test_lets_nobody_change_an_approved_version_or_a_clause_of_it(self, cast: Cast) -> None:
        old = make_ladder(organisation=cast.thornbury)
        draft = started(cast.okafor)
        with on_behalf_of(cast.thornbury.pk):
            for column in ("version = 'x'", "approved_by = 'x'", "in_force_from = '2026-01-01'", "review_on = NULL"):
                self.refuses(f"UPDATE policies_ladder SET {column} WHERE approved_on IS NOT NULL")
            self.refuses("DELETE FROM policies_ladder")
            self.refuses(f"UPDATE policies_clause SET in_school = 'x' WHERE ladder_id = '{old.pk}'")
            self.refuses(f"DELETE FROM policies_clause WHERE ladder_id = '{old.pk}'")
            self.refuses(
                f"UPDATE policies_clause SET ladder_id = '{old.pk}', behaviour = 'threats' WHERE ladder_id = '{draft.pk}'"
            )
            self.refuses(f"{INSERT} VALUES (gen_random_uuid(), '{cast.thornbury.pk}', '{old.pk}', {THREATS})")

    def test_lets_no_version_begin_before_another_or_before_tomorrow(self, cast: Cast) -> None:
        make_ladder(organisation=cast.thornbury)
        for day in (date(2026, 8, 1), date(2026, 11, 3)):
            with pytest.raises(DatabaseError, match="later day"), transaction.atomic():
                make_ladder(organisation=cast.thornbury, version="Other", in_force_from=day)
        make_ladder(organisation=cast.northcliff, in_force_from=date(2026, 8, 1))

    def test_lets_nobody_add_a_clause_to_another_school_s_draft(self, cast: Cast) -> None:
        theirs = started(cast.vance)
        with on_behalf_of(cast.thornbury.pk):
            self.refuses(f"{INSERT} VALUES (gen_random_uuid(), '{cast.thornbury.pk}', '{theirs.pk}', {THREATS})")

    def test_shows_anybody_what_was_approved_and_no_draft(self, cast: Cast) -> None:
        make_ladder(organisation=cast.thornbury)
        started(cast.okafor)
        written(cast.okafor)
        assert [str(it) for it in Ladder.objects.all()] == ["Behaviour policy, September 2026"]
        assert {it.in_school[:7] for it in Clause.objects.all()} == {"We deal", "We help"}
        with on_behalf_of(cast.northcliff.pk), connection.cursor() as cursor:
            cursor.execute("UPDATE policies_ladder SET version = 'x'")
            assert cursor.rowcount == 0
        assert not Ladder.objects.visible_to(cast.vance.actor()).exists()


def test_a_problem_is_said_in_words(cast: Cast) -> None:
    started(cast.okafor)
    with asking(cast.okafor.actor()), pytest.raises(Problem, match="no such kind"):
        write_clause(actor=cast.okafor.actor(), behaviour="bad", words=ONLINE, at=AT)


def in_draft(cast: Cast) -> list[tuple[str, str]]:
    with on_behalf_of(cast.thornbury.pk):
        clauses = Clause.objects.filter(ladder__approved_on=None, organisation=cast.thornbury).in_order()
        return list(clauses.values_list("behaviour", "name"))


FILMING = replace(ONLINE, name=" Filming  others ", means="Without asking.", clause="4.9")


class TestKindsOfASchoolsOwn:
    def test_are_added_called_otherwise_ordered_and_left_out_while_what_was_published_stays(self, cast: Cast) -> None:
        make_ladder(organisation=cast.thornbury)
        finding = decided(cast, at=AT)
        started(cast.okafor)
        assert written(cast.okafor, FILMING, "").behaviour == "filming-others"
        written(cast.okafor, replace(ONLINE, name="Hurting others by phone"))
        actor = cast.lund.actor()
        with asking(actor):
            for by in (-1, -1, -1):
                move_kind(actor=actor, behaviour="filming-others", by=by, at=AT)
            take_out_kind(actor=actor, behaviour="falling_out", at=AT)
        assert in_draft(cast) == [("filming-others", "Filming others"), ("online_bullying", "Hurting others by phone")]
        approved(cast.hale)
        with on_behalf_of(cast.thornbury.pk):
            then, now = (
                [(clause.name, clause.place) for clause in clauses_on(cast.thornbury.pk, date(2026, 11, day))] for day in (8, 9)
            )
            cited = Citation.objects.select_related("clause").get(finding_id=finding.pk).clause
        assert then == [("Online bullying", 1), ("A falling-out between pupils", 2)]
        assert now == [("Filming others", 1), ("Hurting others by phone", 2)]
        assert (cited.name, cited.cited) == ("Online bullying", "Behaviour policy, September 2026, clause 4.2")
        later = AT + timedelta(days=7)
        assert decided(cast, at=later, behaviour="filming-others").pk
        with pytest.raises(NotAFinding, match="says nothing about this"):
            decided(cast, at=later, behaviour="falling_out")

    def test_a_kind_that_comes_back_under_its_name_is_the_same_and_no_key_is_given_twice(self, cast: Cast) -> None:
        started(cast.okafor)
        written(cast.okafor, FILMING, "")
        written(cast.okafor, replace(FILMING, name="Phones"), "filming-others")
        assert written(cast.okafor, FILMING, "").behaviour == "filming-others-2"
        approved(cast.reyes)
        started(cast.okafor, "December 2026")
        with asking(cast.okafor.actor()):
            take_out_kind(actor=cast.okafor.actor(), behaviour="filming-others", at=AT)
        assert written(cast.okafor, replace(FILMING, name="PHONES"), "").behaviour == "filming-others"
        assert written(cast.okafor, replace(FILMING, name="Threats"), "").behaviour == "threats"
        assert written(cast.okafor, replace(FILMING, name="None"), "").behaviour == "none-2"
        assert written(cast.okafor, replace(FILMING, name="嘲笑"), "").behaviour == "kind"

    def test_two_in_one_draft_are_not_called_the_same_and_what_is_gone_is_not_moved(self, cast: Cast) -> None:
        make_ladder(organisation=cast.thornbury)
        started(cast.okafor)
        for behaviour in ("", "threats", "falling_out"):
            with pytest.raises(NotAClause, match="Another kind in this draft"):
                written(cast.okafor, replace(ONLINE, name="ONLINE bullying"), behaviour)
        with asking(cast.okafor.actor()), pytest.raises(NotInTheDraft):
            move_kind(actor=cast.okafor.actor(), behaviour="threats", by=1, at=AT)
        for member, problem in ((cast.hale, NotPermitted), (cast.adeyemi, NotPermitted), (cast.vance, NoDraft)):
            with asking(member.actor()), pytest.raises(problem):
                move_kind(actor=member.actor(), behaviour="falling_out", by=-1, at=AT)
            with asking(member.actor()), pytest.raises(problem):
                take_out_kind(actor=member.actor(), behaviour="falling_out", at=AT)

    def test_whoever_approves_has_read_the_order_and_the_names(self, cast: Cast) -> None:
        make_ladder(organisation=cast.thornbury)
        draft = started(cast.okafor)
        actor, seen = cast.okafor.actor(), set()
        with asking(actor):
            seen.add(digest_of(draft))
            move_kind(actor=actor, behaviour="falling_out", by=-1, at=AT)
            seen.add(digest_of(draft))
        for words in (replace(ONLINE, name="Online"), replace(ONLINE, name="Online", means="By phone.")):
            written(cast.okafor, words)
            with asking(actor):
                seen.add(digest_of(draft))
        assert len(seen) == 4


def dropped(by: Membership, because: str = "We begin again.", *, seen: str | None = None) -> Ladder:
    with asking(by.actor()):
        draft = Ladder.objects.draft().filter(organisation=by.organisation_id).first()
        as_it_is = digest_of(draft) if draft else ""
        return drop_ladder(actor=by.actor(), because=because, seen=as_it_is if seen is None else seen, at=AT)


class TestADraftThatIsDropped:
    def test_stays_on_record_and_another_can_be_begun(self, cast: Cast) -> None:
        make_ladder(organisation=cast.thornbury)
        started(cast.okafor)
        written(cast.okafor)
        with pytest.raises(NotDropped, match="Write why"):
            dropped(cast.okafor, " ")
        ladder = dropped(cast.lund)
        assert started(cast.okafor).started_from_id == ladder.started_from_id
        with asking(cast.okafor.actor()):
            assert list(Ladder.objects.dropped()) == [ladder]
            assert ladder.clauses.get(behaviour="online_bullying").in_school == "We speak with the family."
            entry = Entry.objects.get(verb="ladder_dropped")
            assert (entry.subject_id, entry.detail["digest"]) == (ladder.pk, digest_of(ladder))
            standing = standing_of(cast.okafor.actor(), AT.date())
        assert (standing.dropped, str(standing.in_force)) == ((ladder,), "Behaviour policy, September 2026")
        assert clauses_on(cast.thornbury.pk, AT.date()).get(behaviour="falling_out").ladder == standing.in_force

    def test_is_one_that_nobody_has_approved_or_written_in_meanwhile(self, cast: Cast) -> None:
        started(cast.okafor)
        with asking(cast.okafor.actor()):
            seen = digest_of(Ladder.objects.get())
        written(cast.lund)
        with pytest.raises(NotDropped, match="has changed since"):
            dropped(cast.okafor, seen=seen)
        approved(cast.hale)
        with pytest.raises(NoDraft):
            dropped(cast.okafor)
        started(cast.okafor, "December 2026")
        for member in (cast.hale, cast.adeyemi, cast.marsh):
            with pytest.raises(NotPermitted):
                dropped(member)
        with pytest.raises(NoDraft):
            dropped(cast.vance)
        dropped(cast.okafor)
        with pytest.raises(NoDraft, match="approved or dropped"):
            written(cast.lund)

    def test_is_kept_by_the_database_as_it_was(self, cast: Cast) -> None:
        published = make_ladder(organisation=cast.thornbury)
        ladder = started(cast.okafor)
        dropped(cast.okafor)
        refuses = TestTheDatabase().refuses
        with on_behalf_of(cast.thornbury.pk):
            for change in ("dropped_at = NULL, dropped_by_id = NULL, dropped_because = ''", "dropped_because = 'x'"):
                refuses(f"UPDATE policies_ladder SET {change} WHERE id = '{ladder.pk}'")
            refuses(f"UPDATE policies_clause SET in_school = 'x' WHERE ladder_id = '{ladder.pk}'")
            refuses(f"DELETE FROM policies_clause WHERE ladder_id = '{ladder.pk}'")
            refuses(f"UPDATE policies_ladder SET dropped_at = now() WHERE id = '{published.pk}'")


def test_of_two_who_drop_it_at_once_one_does(committed_db: None) -> None:
    cast = assemble()
    draft = started(cast.okafor)
    with asking(cast.okafor.actor()):
        seen = digest_of(draft)

    def press(member: Membership) -> str:
        try:
            with asking(member.actor()):
                drop_ladder(actor=member.actor(), because="We begin again.", seen=seen, at=AT)
        except NoDraft:
            return "told"
        finally:
            connection.close()
        return "dropped"

    with ThreadPoolExecutor(2) as presses:
        assert sorted(presses.map(press, (cast.okafor, cast.lund))) == ["dropped", "told"]
    with on_behalf_of(cast.thornbury.pk):
        assert Entry.objects.filter(verb="ladder_dropped").count() == 1
