"""Who must not, cannot: every procedure of a case against everybody who may not do it, and the refusal tells nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from uuid import uuid4

import pytest

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import Situation, arise, with_evidence
from upstander.kernel.actor import Actor
from upstander.procedures.cases.add_person import add_person
from upstander.procedures.cases.assign_lead import assign_lead
from upstander.procedures.cases.change_part import change_part
from upstander.procedures.cases.close_case import close_case
from upstander.procedures.cases.download_evidence import download_evidence
from upstander.procedures.cases.grant_case import grant_case, take_back_case
from upstander.procedures.cases.link_family_report import link_family_report
from upstander.procedures.cases.look_at_evidence import look_at_evidence, picture_of
from upstander.procedures.cases.read_case import read_case
from upstander.procedures.cases.read_replies import read_replies
from upstander.procedures.cases.wall_off_member import wall_off_member
from upstander.procedures.cases.write_note import write_note
from upstander.procedures.cases.write_to_family import write_to_family
from upstander.procedures.finding.record_finding import CRITERIA, Criterion, record_finding
from upstander.procedures.finding.record_measure import record_measure
from upstander.procedures.telling.decide_not_to_tell import decide_not_to_tell
from upstander.procedures.telling.review_not_telling import review_not_telling
from upstander.procedures.telling.tell_after_all import tell_after_all
from upstander.procedures.triage.finish_duty import finish_duty
from upstander.procedures.triage.take_duty import take_duty
from upstander.records.access.asking import asking
from upstander.records.access.requiring import NotPermitted

Do = Callable[[Actor, Situation], object]
JUDGED = {name: Criterion("yes", "It says so.") for name in CRITERIA}

ANYBODY_WITH_THE_CASE: dict[str, Do] = {
    "read": lambda a, s: read_case(actor=a, case_id=s.case.pk, at=AT),
    "note": lambda a, s: write_note(actor=a, case_id=s.case.pk, words="A note.", at=AT),
    "write": lambda a, s: write_to_family(actor=a, report_id=s.report.pk, words="Hello.", is_question=False, at=AT),
    "replies": lambda a, s: read_replies(actor=a, report_id=s.report.pk, at=AT),
    "person": lambda a, s: add_person(actor=a, case_id=s.case.pk, name="Jo", part="saw", reason="Said so.", at=AT),
    "part": lambda a, s: change_part(actor=a, involvement_id=s.sams_part.pk, part="saw", reason="Said so.", at=AT),
    "measure": lambda a, s: record_measure(
        actor=a, case_id=s.case.pk, child_id=s.robin.pk, kind="check_ins", words="", from_day=date(2026, 11, 4), at=AT
    ),
    "look": lambda a, s: look_at_evidence(actor=a, item_id=with_evidence(s).pk, at=AT),
    "picture": lambda a, s: picture_of(actor=a, item_id=with_evidence(s).pk),
    "download": lambda a, s: download_evidence(actor=a, item_id=with_evidence(s).pk, at=AT),
    "take duty": lambda a, s: take_duty(actor=a, duty_id=makers.make_duty(assessment=s.case.assessment).pk, at=AT),
    "do duty": lambda a, s: finish_duty(
        actor=a, duty_id=makers.make_duty(assessment=s.case.assessment, duty="review_date").pk, note="Done.", at=AT
    ),
    "link": lambda a, s: link_family_report(actor=a, family_id=s.robins_family.pk, report_id=None, at=AT),
    "own conflict": lambda a, s: wall_off_member(actor=a, case_id=s.case.pk, member_id=a.member, reason="Kin.", at=AT),
}
LEADS_ONLY: dict[str, Do] = {
    "finding": lambda a, s: record_finding(
        actor=a, case_id=s.case.pk, outcome="bullying", criteria=JUDGED, reasons="Reasons.", at=AT
    ),
    "not tell": lambda a, s: decide_not_to_tell(
        actor=a, family_id=s.robins_family.pk, ground="harm", why="Why.", review_on=date(2026, 12, 1), at=AT
    ),
    "look again": lambda a, s: review_not_telling(
        actor=a, family_id=s.robins_family.pk, why="Why.", review_on=date(2026, 12, 1), at=AT
    ),
    "tell after all": lambda a, s: tell_after_all(actor=a, family_id=s.robins_family.pk, at=AT),
    "close": lambda a, s: close_case(actor=a, case_id=s.case.pk, words="Over.", at=AT),
    "give": lambda a, s: grant_case(actor=a, case_id=s.case.pk, member_id=uuid4(), at=AT),
    "take back": lambda a, s: take_back_case(actor=a, case_id=s.case.pk, member_id=uuid4(), at=AT),
    "lead": lambda a, s: assign_lead(actor=a, case_id=s.case.pk, member_id=uuid4(), at=AT),
    "conflict": lambda a, s: wall_off_member(actor=a, case_id=s.case.pk, member_id=s.case.lead_id, reason="Kin.", at=AT),
}
EVERYTHING = {**ANYBODY_WITH_THE_CASE, **LEADS_ONLY}


@pytest.mark.parametrize("who", ["adeyemi", "hale", "vance", "marsh", "flint"])
def test_who_may_not_is_refused(cast: Cast, who: str) -> None:
    assert allowed(getattr(cast, who).actor(), EVERYTHING, arise(cast)) == []


def test_a_lead_with_a_conflict_of_interest_is_refused(cast: Cast) -> None:
    situation = arise(cast)
    makers.make_conflict(member=cast.lund, subject_id=situation.case.pk)
    makers.make_conflict(member=cast.lund, subject_id=situation.report.pk)

    assert allowed(cast.lund.actor(), EVERYTHING, situation) == []


@pytest.mark.parametrize("what", ANYBODY_WITH_THE_CASE)
def test_pastoral_staff_may_with_a_case_that_was_given_to_them(cast: Cast, what: str) -> None:
    assert allowed(cast.adeyemi.actor(), {what: ANYBODY_WITH_THE_CASE[what]}, given_to_pastoral_staff(cast)) == [what]


def test_pastoral_staff_never_decide(cast: Cast) -> None:
    assert allowed(cast.adeyemi.actor(), LEADS_ONLY, given_to_pastoral_staff(cast)) == []


def given_to_pastoral_staff(cast: Cast) -> Situation:
    situation = arise(cast)
    makers.make_grant(member=cast.adeyemi, subject_id=situation.case.pk)
    makers.make_grant(member=cast.adeyemi, subject_id=situation.report.pk)
    return situation


def allowed(actor: Actor, deeds: Mapping[str, Do], situation: Situation) -> list[str]:
    """What of this they could do; whatever else goes wrong is an error of the test."""
    done = []
    for what, do in deeds.items():
        with asking(actor), suppress(NotPermitted):
            do(actor, situation)
            done.append(what)
    return done
