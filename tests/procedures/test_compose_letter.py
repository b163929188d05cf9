from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from tests.makers import AT, make_case, make_conflict, make_family, make_finding, make_grant, make_ladder, on_behalf_of
from tests.procedures.letters import DAY, WORDS, again, check, composed, make_told, rendered, sent
from upstander.procedures.telling.compose_letter import CannotWriteYet, NotALetter
from upstander.records.access.requiring import NotPermitted
from upstander.records.audit.models import Entry
from upstander.records.disclosures.models import Disclosure, Step
from upstander.records.investigations.models import Finding, Measure
from upstander.records.policies.kinds import NO_CLAUSE
from upstander.records.policies.models import Behaviour


def test_a_letter_says_what_is_on_record_for_the_own_child(cast: Cast) -> None:
    told = make_told(cast)
    letter = composed(told.robins, cast.okafor)
    assert "We decided that what happened to Robin was bullying." in letter.text
    assert "Mr Lund sees Robin each Monday." in letter.text.replace("\n  ", " ")
    assert "(Behaviour policy, September 2026, clause 4.2: http" in said(letter)
    assert "/policy/" in letter.payload["projection"]["policy"]["address"]
    assert told.report.reference in letter.text
    for others in ("Jess", "Kowalska", "detention", "Friday", "posted the clips"):
        assert others not in letter.text + letter.html + str(letter.payload)


def test_each_family_gets_the_letter_of_its_own_child(cast: Cast) -> None:
    told = make_told(cast)
    letter = composed(told.jesses, cast.okafor, why="We talked with Jess.")
    assert "Jess has a detention. From 3 November 2026. On two Fridays." in " ".join(letter.text.split())
    assert "17 Mill Lane" in letter.text
    for others in ("Robin", "Ashdown", "Lund", "Monday", told.report.reference):
        assert others not in letter.text + letter.html + str(letter.payload)


def test_writing_it_again_replaces_the_letter_in_hand_and_asks_for_a_new_check(cast: Cast) -> None:
    told = make_told(cast)
    first = check(rendered(told.robins, cast.okafor), cast.lund)
    second = composed(told.robins, cast.lund, at=AT + 3 * DAY, why="The clips were posted each evening.")
    assert second.pk == first.pk
    second = again(second, cast.okafor.actor())
    assert (second.pdf, second.checked_at, second.checked_by_id, second.composed_by_id) == (None, None, None, cast.lund.pk)
    with on_behalf_of(cast.thornbury.pk):
        assert list(Step.objects.filter(disclosure=second).values_list("verb", flat=True)) == ["composed", "checked", "composed"]


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"looked_into": ["everything"]}, "looked_into", "Tick what was looked into."),
        ({"why": " \u200b "}, "why", "Write why it was decided so."),
        ({"why": "a" * 2001}, "why", "Use at most 2,000."),
        ({"behaviour": "bad"}, "behaviour", "Choose the kind of behaviour"),
        ({"review_on": None}, "review_on", "Write the day"),
        ({"review_on": date(2026, 11, 4)}, "review_on", "after today and within a year"),
        ({"why": "It was Jess’s idea."}, "why", "“Jess’s” names somebody"),
        ({"why": "We saw what NIGHTOWL_9B posted."}, "why", "“NIGHTOWL_9B” names"),
        ({"why": "Near Mill Lane."}, "why", "“mill lane” names"),
        ({"why": "J.K. posted the clips."}, "why", "“J.K” may be the initials"),
        ({"why": "The others were kept behind."}, "why", "“kept behind” may tell what is done about another child"),
    ],
)
def test_what_cannot_be_a_letter_is_refused_beside_the_field(cast: Cast, changed: dict[str, Any], field: str, says: str) -> None:
    told = make_told(cast)
    with pytest.raises(NotALetter) as refusal:
        composed(told.robins, cast.okafor, **changed)
    assert list(refusal.value.sentences) == [field]
    assert says in refusal.value.sentences[field]
    with on_behalf_of(cast.thornbury.pk):
        assert not Disclosure.objects.exists()


def test_the_parent_who_made_another_report_may_not_be_named_either(cast: Cast) -> None:
    told = make_told(cast)
    with pytest.raises(NotALetter, match="“Alex”"):
        composed(told.jesses, cast.okafor, why="We talked with Jess after Alex wrote to us.")


def test_a_measure_that_names_another_child_keeps_the_letter_back_until_it_is_left_out(cast: Cast) -> None:
    told = make_told(cast)
    with on_behalf_of(cast.thornbury.pk):
        measure = Measure.objects.create(
            organisation=cast.thornbury,
            case=told.case,
            child=told.robins.child,
            kind="support",
            words="A talk about Jess.",
            from_day=date(2026, 11, 9),
            recorded_by=cast.okafor,
            recorded_at=AT,
        )
    with pytest.raises(NotALetter) as refusal:
        composed(told.robins, cast.okafor)
    assert list(refusal.value.sentences) == ["measures"]
    letter = composed(told.robins, cast.okafor, left_out=[str(measure.pk)])
    assert "A talk about" not in letter.text + str(letter.payload)


def test_the_clause_cited_is_the_one_in_force_when_it_was_decided(cast: Cast) -> None:
    told = make_told(cast)
    letter = sent(told.robins, cast.okafor, cast.lund)
    before = (letter.text, letter.html, letter.payload, letter.seal)
    later = {Behaviour.ONLINE_BULLYING: "From next week on.", Behaviour.THREATS: "Threats are reported."}
    make_ladder(organisation=cast.thornbury, words=later, version="November", in_force_from=date(2026, 11, 4))
    again_read = again(letter, cast.okafor.actor())
    assert (again_read.text, again_read.html, again_read.payload, again_read.seal) == before
    assert "We usually begin by meeting" in said(composed(told.jesses, cast.okafor, at=AT + 5 * DAY))
    assert "Ask us for a copy" in said(composed(told.jesses, cast.okafor, behaviour=NO_CLAUSE, at=AT + 5 * DAY))
    with pytest.raises(NotALetter, match="or none of them"):
        composed(told.jesses, cast.okafor, behaviour="threats", at=AT + 5 * DAY)
    with on_behalf_of(cast.thornbury.pk):
        Finding.objects.update(superseded_at=AT + 2 * DAY)
    make_finding(case=told.case, by=cast.okafor, at=AT + 2 * DAY)
    assert "(Behaviour policy, November, clause 4.2" in said(composed(told.jesses, cast.okafor, at=AT + 5 * DAY))
    assert "Threats are reported." in said(composed(told.jesses, cast.okafor, behaviour="threats", at=AT + 5 * DAY))


def said(letter: Disclosure) -> str:
    return " ".join(letter.text.split())


def test_there_is_no_letter_before_a_finding(cast: Cast) -> None:
    case = make_case(lead=cast.okafor)
    family = make_family(case=case)
    with pytest.raises(CannotWriteYet, match="no finding yet"):
        composed(family, cast.okafor)


def test_there_is_no_second_letter_once_a_family_has_been_told(cast: Cast) -> None:
    told = make_told(cast)
    sent(told.robins, cast.okafor, cast.lund)
    with pytest.raises(CannotWriteYet, match="has been told"):
        composed(told.robins, cast.okafor, at=AT + 4 * DAY)


def test_pastoral_staff_write_only_in_cases_given_to_them(cast: Cast) -> None:
    told = make_told(cast)
    with pytest.raises(NotPermitted):
        composed(told.robins, cast.adeyemi)
    make_grant(member=cast.adeyemi, subject_id=told.case.pk)
    assert composed(told.robins, cast.adeyemi).composed_by_id == cast.adeyemi.pk


def test_nobody_writes_in_a_case_that_they_are_walled_off_from(cast: Cast) -> None:
    told = make_told(cast)
    make_conflict(member=cast.reyes, subject_id=told.case.pk)
    for member in (cast.reyes, cast.hale, cast.vance, cast.marsh):
        with pytest.raises(NotPermitted):
            composed(told.robins, member)


def test_the_audit_record_has_ids_and_none_of_the_words(cast: Cast) -> None:
    told = make_told(cast)
    letter = composed(told.robins, cast.okafor)
    with on_behalf_of(cast.thornbury.pk):
        entry = Entry.objects.get(verb="letter_composed")
    assert entry.detail == {"family": str(told.robins.pk), "letter": str(letter.pk)}
    assert WORDS["why"] not in str(entry.detail)
