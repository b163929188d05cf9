"""A reason not to tell a family is no reason for ever: somebody has to look at it again, after the case is closed too."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import makers
from tests.cast import Cast
from tests.makers import AT, on_behalf_of
from upstander.kernel.clock import in_london
from upstander.procedures.cases.close_case import close_case
from upstander.procedures.telling.decide_not_to_tell import NotDecided, decide_not_to_tell
from upstander.procedures.telling.review_not_telling import NotLookedAtAgain, review_not_telling
from upstander.procedures.telling.tell_after_all import tell_after_all
from upstander.procedures.triage.finish_duty import NotFinished, finish_duty
from upstander.records.access.asking import asking
from upstander.records.assessments.models import Duty
from upstander.records.audit.models import Entry
from upstander.records.cases.models import Case, Family
from upstander.records.disclosures.looking_again import LOOK_AGAIN, looks_of

LATER = AT + timedelta(days=5)
FIRST, SECOND = date(2026, 12, 5), date(2027, 1, 18)  # the first is a Saturday


def undecided(cast: Cast) -> Family:
    case = makers.make_case(lead=cast.okafor)
    makers.make_family(case=case, told_at=AT)
    makers.make_finding(case=case, by=cast.okafor)
    return makers.make_family(
        case=case, child=makers.make_child(organisation=cast.thornbury, name="Sam Birch"), part="displaying"
    )


def decide(cast: Cast, family: Family) -> None:
    with asking(cast.okafor.actor()):
        decide_not_to_tell(
            actor=cast.okafor.actor(), family_id=family.pk, ground="police", why="PC Marsh asked.", review_on=FIRST, at=AT
        )


def review(cast: Cast, family: Family, why: str = "PC Marsh asks us to wait still.", day: date | None = SECOND) -> Family:
    with asking(cast.lund.actor()):
        return review_not_telling(actor=cast.lund.actor(), family_id=family.pk, why=why, review_on=day, at=LATER)


def open_duty(family: Family) -> Duty:
    with on_behalf_of(family.organisation_id):
        return Duty.objects.open().get(duty=LOOK_AGAIN, about_id=family.pk)


def test_on_its_day_it_is_a_duty_of_whoever_leads_and_closing_the_case_does_not_end_it(cast: Cast) -> None:
    family = undecided(cast)
    decide(cast, family)
    with asking(cast.okafor.actor()):
        close_case(actor=cast.okafor.actor(), case_id=family.case_id, words="It has stopped.", at=AT)

    duty = open_duty(family)

    assert (duty.owner_id, in_london(duty.due_at).date()) == (cast.okafor.pk, date(2026, 12, 7)), (
        "nobody is at school on a Saturday"
    )
    with asking(cast.okafor.actor()), pytest.raises(NotFinished, match="looks at the reason again"):
        finish_duty(actor=cast.okafor.actor(), duty_id=duty.pk, note="Yes, yes.", at=LATER)


def test_it_is_on_record_who_looked_when_and_why_it_still_holds_also_in_a_closed_case(cast: Cast) -> None:
    family = undecided(cast)
    decide(cast, family)
    with asking(cast.okafor.actor()):
        close_case(actor=cast.okafor.actor(), case_id=family.case_id, words="It has stopped.", at=AT)
    kept = review(cast, family)

    assert (kept.review_on, kept.not_told_reason) == (SECOND, "The police or social care have asked us to wait: PC Marsh asked.")
    assert in_london(open_duty(family).due_at).date() == SECOND
    with asking(cast.okafor.actor()):
        [look] = looks_of(Case.objects.get(pk=family.case_id))[family.pk]
        assert (look.at, look.by, look.words) == (LATER, "Mr Lund", "PC Marsh asks us to wait still.")
        assert Entry.objects.filter(verb="not_telling_reviewed", subject_id=family.case_id).count() == 1


def test_it_ends_when_the_family_is_told_after_all(cast: Cast) -> None:
    family = undecided(cast)
    decide(cast, family)
    with asking(cast.okafor.actor()):
        tell_after_all(actor=cast.okafor.actor(), family_id=family.pk, at=LATER)
        assert not Duty.objects.open().filter(duty=LOOK_AGAIN).exists()
    with pytest.raises(NotLookedAtAgain, match="not decided"):
        review(cast, family)


def test_a_reason_that_is_older_than_these_duties_can_be_looked_at_too(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor)
    family = makers.make_family(case=case, not_told_by=cast.okafor, not_told_reason="A court order forbids it: it does.")
    review(cast, family)
    with asking(cast.okafor.actor()):
        assert len(looks_of(case)[family.pk]) == 1


def test_what_was_decided_is_not_written_over(cast: Cast) -> None:
    family = undecided(cast)
    decide(cast, family)
    with pytest.raises(NotDecided, match="decided already"):
        decide(cast, family)


def test_it_needs_reasons_and_a_day(cast: Cast) -> None:
    family = undecided(cast)
    decide(cast, family)
    with pytest.raises(NotLookedAtAgain) as refused:
        review(cast, family, " ", None)
    assert set(refused.value.sentences) == {"why", "review_on"}
    with pytest.raises(NotLookedAtAgain):
        review(cast, family, "x" * 2_001, AT.date())
