"""Not to tell a family is a decision, and decisions can be taken back: then they wait again, and somebody has to tell them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import makers
from tests.cast import Cast
from tests.makers import AT, on_behalf_of
from tests.procedures.letters import Told, make_told, sent
from upstander.procedures.telling.decide_not_to_tell import decide_not_to_tell
from upstander.procedures.telling.tell_after_all import NothingToTakeBack, tell_after_all
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.assessments.assessing import known_facts
from upstander.records.assessments.models import Duty
from upstander.records.audit.models import Entry
from upstander.records.cases.models import Case, CaseIsClosed, CaseState, Family, Note

LATER = AT + timedelta(days=5)


def decide(family: Family, by: Membership) -> None:
    with asking(by.actor()):
        decide_not_to_tell(
            actor=by.actor(), family_id=family.pk, ground="police", why="PC Marsh asked.", review_on=date(2026, 12, 1), at=AT
        )


def take_back(family: Family, by: Membership) -> Family:
    with asking(by.actor()):
        return tell_after_all(actor=by.actor(), family_id=family.pk, at=LATER)


def open_duties(told: Told) -> list[str]:
    with on_behalf_of(told.case.organisation_id):
        return [duty.duty for duty in Duty.objects.open().filter(assessment=told.case.assessment)]


def test_the_family_waits_again_and_the_duty_to_tell_is_open_again(cast: Cast) -> None:
    told = make_told(cast)
    decide(told.robins, cast.okafor)
    assert "tell_target_family_outcome" not in open_duties(told)

    family = take_back(told.robins, cast.lund)

    assert (family.not_told_at, family.not_told_by, family.not_told_reason, family.review_on) == (None, None, "", None)
    assert open_duties(told).count("tell_target_family_outcome") == 1
    with on_behalf_of(told.case.organisation_id):
        assert Family.objects.waiting().filter(pk=family.pk).exists()
        settled = Duty.objects.get(assessment=told.case.assessment, duty="tell_target_family_outcome", done_at__isnull=False)
    assert settled.withdrawn_because == "The family is told after all."


def test_who_had_decided_it_when_and_why_stays_in_the_notes_and_in_the_audit(cast: Cast) -> None:
    told = make_told(cast)
    decide(told.robins, cast.okafor)
    take_back(told.robins, cast.lund)

    with on_behalf_of(told.case.organisation_id):
        note = Note.objects.get(case=told.case)
        verbs = list(Entry.objects.filter(verb__in=("not_told_decided", "telling_after_all")).values_list("verb", flat=True))
    assert note.written_by_id == cast.lund.pk
    assert "Ms Okafor had decided not to tell them" in note.words
    assert "PC Marsh asked." in note.words
    assert sorted(verbs) == ["not_told_decided", "telling_after_all"]


def test_they_can_then_be_sent_their_letter(cast: Cast) -> None:
    told = make_told(cast)
    decide(told.robins, cast.okafor)
    take_back(told.robins, cast.okafor)
    letter = sent(told.robins, cast.okafor, cast.lund)

    with on_behalf_of(told.case.organisation_id):
        assert Family.objects.get(pk=told.robins.pk).told_at == letter.sent_at
    assert "tell_target_family_outcome" not in open_duties(told)


def test_where_another_targeted_family_was_told_the_fact_that_all_were_is_taken_back(cast: Cast) -> None:
    told = make_told(cast)
    other = makers.make_family(case=told.case)
    decide(other, cast.okafor)
    sent(told.robins, cast.okafor, cast.lund)
    with on_behalf_of(told.case.organisation_id):
        assert known_facts(told.case.assessment)["family_told_outcome"] == "yes"

    take_back(other, cast.okafor)

    assert open_duties(told).count("tell_target_family_outcome") == 1
    with on_behalf_of(told.case.organisation_id):
        assert known_facts(told.case.assessment)["family_told_outcome"] == "no"


def test_there_must_be_such_a_decision(cast: Cast) -> None:
    told = make_told(cast)
    with pytest.raises(NothingToTakeBack):
        take_back(told.robins, cast.okafor)

    decide(told.robins, cast.okafor)
    take_back(told.robins, cast.okafor)
    with pytest.raises(NothingToTakeBack):  # pressed twice
        take_back(told.robins, cast.okafor)


def test_not_in_a_closed_case(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor)
    family = makers.make_family(case=case, not_told_by=cast.okafor, not_told_reason="A court order forbids it: it does.")
    with on_behalf_of(cast.thornbury.pk):
        Case.objects.filter(pk=case.pk).update(state=CaseState.CLOSED, closed_at=AT, closed_by=cast.okafor)

    with pytest.raises(CaseIsClosed):
        take_back(family, cast.okafor)
