"""A case with a finding and two families, and letters at each stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.cast import Cast
from tests.makers import (
    AT,
    make_case,
    make_child,
    make_facts,
    make_family,
    make_finding,
    make_ladder,
    make_measure,
    make_report,
)
from upstander.kernel.actor import Actor
from upstander.operations.pdf.rendering import make_pdf
from upstander.procedures.telling.check_letter import CHECKLIST, check_letter
from upstander.procedures.telling.compose_letter import compose_letter
from upstander.procedures.telling.decide_hold import decide_hold
from upstander.procedures.telling.render_letter import render_letter
from upstander.procedures.telling.send_letter import send_letter
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.assessments.assessing import assess
from upstander.records.cases.models import Case, Family, Part
from upstander.records.disclosures.models import Disclosure, Hold
from upstander.records.disclosures.sealing import seal_of
from upstander.records.intake.models import Report
from upstander.records.investigations.models import MeasureKind, Outcome

_SET: dict[bool, bytes] = {}
DAY = timedelta(days=1)
FACTS = {
    "online": "yes",
    "other_party_identified": "yes",
    "other_party_pupil_here": "yes",
    "school_investigated": "yes",
    "found_bullying": "yes",
    "family_told_outcome": "no",
}
WORDS: dict[str, Any] = {
    "looked_into": ["child", "pupils", "staff"],
    "why": "The clips were posted on twelve days.",
    "behaviour": "online_bullying",
    "review_on": date(2026, 12, 1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Robin was targeted and the family has a code; Jess displayed the behaviour and that family reads on paper."""

    case: Case
    report: Report
    robins: Family
    jesses: Family


def make_told(cast: Cast, *, outcome: str = Outcome.BULLYING, at: datetime = AT, **reported: Any) -> Told:
    report = make_report(organisation=cast.thornbury, taken_by=cast.okafor, at=at, **reported)
    case = make_case(lead=cast.okafor, reports=[report], at=at)
    robin = make_child(organisation=cast.thornbury, name="Robin Ashdown", address="4 Vine Street, Weymouth, DT4 9ZZ")
    jess = make_child(
        organisation=cast.thornbury, name="Jess Kowalska", accounts=["nightowl_9b (Snapchat)"], address="17 Mill Lane\nWeymouth"
    )
    robins = make_family(case=case, child=robin, report=report, at=at)
    jesses = make_family(case=case, child=jess, part=Part.DISPLAYING, at=at)
    make_facts(assessment=case.assessment, facts=FACTS, at=at)
    make_finding(case=case, by=cast.okafor, outcome=outcome, at=at, reasons="Jess Kowalska posted the clips.")
    make_measure(case=case, child=robin, by=cast.okafor, words="Mr Lund sees Robin each Monday.", at=at)
    make_measure(case=case, child=jess, by=cast.okafor, kind=MeasureKind.DETENTION, words="On two Fridays.", at=at)
    make_ladder(organisation=cast.thornbury)
    with asking(cast.okafor.actor()):
        assess(case.assessment, at=at)
    return Told(case=case, report=report, robins=robins, jesses=jesses)


def composed(family: Family, by: Membership, *, at: datetime = AT + DAY, **changed: Any) -> Disclosure:
    with asking(by.actor()):
        return compose_letter(actor=by.actor(), family_id=family.pk, at=at, **{**WORDS, **changed})


def let_stand(
    letter: Disclosure, by: Membership, *, decided: bool | None = True, at: datetime = AT + DAY, **changed: Any
) -> None:
    """Decide about the words for which a letter is held, if it is held."""
    with asking(by.actor()):
        held = Hold.objects.standing().filter(disclosure=letter).first()
        if held:
            given: dict[str, Any] = {"hold_id": held.pk, "because": "It is a subject that pupils take.", **changed}
            decide_hold(actor=by.actor(), disclosure_id=letter.pk, let_stand=decided, at=at, **given)


def some_pdf(letter: Mapping[str, object]) -> bytes:
    """Really set, but for the first letter of this process: for tests that do not read it, since setting one takes a second."""
    large = bool(letter.get("large"))
    if large not in _SET:
        _SET[large] = make_pdf(letter)
    return _SET[large]


def rendered(family: Family, by: Membership, **changed: Any) -> Disclosure:
    return set_in_type(composed(family, by, **changed), by)


def set_in_type(letter: Disclosure, by: Membership) -> Disclosure:
    render_letter(organisation_id=letter.organisation_id, disclosure_id=letter.pk, make_pdf=some_pdf)
    return again(letter, by.actor())


def check(letter: Disclosure, by: Membership, *, at: datetime = AT + 2 * DAY, **changed: Any) -> Disclosure:
    given: dict[str, Any] = {"seen": seal_of(letter), "ticked": list(CHECKLIST), "alone_because": "", **changed}
    with asking(by.actor()):
        return check_letter(actor=by.actor(), disclosure_id=letter.pk, at=at, **given)


def checked(family: Family, by: Membership, second: Membership) -> Disclosure:
    return check(rendered(family, by), second)


def sent(family: Family, by: Membership, second: Membership, *, at: datetime = AT + 3 * DAY) -> Disclosure:
    letter = checked(family, by, second)
    with asking(second.actor()):
        return send_letter(actor=second.actor(), disclosure_id=letter.pk, at=at)


def again(letter: Disclosure, actor: Actor) -> Disclosure:
    with asking(actor):
        return Disclosure.objects.select_related("family__case__assessment", "family__child").get(pk=letter.pk)


def reader(report_id: UUID) -> Actor:
    from upstander.kernel.actor import reporter

    return reporter(report_id)
