"""Letters to try things on: what one family may be told, and the words that staff add."""

from __future__ import annotations

from datetime import date

from upstander.records.disclosures.composing import LetterWords
from upstander.records.disclosures.projection import Criteria, Done, OwnReport, PolicyWords, Projection, School

WORDS = LetterWords(
    looked_into=("child", "pupils", "staff", "pictures", "online"),
    why="The clips were posted on twelve days. People were asked to stop, and they did not.",
    behaviour="online_bullying",
    review_on=date(2026, 12, 1),
)
MEASURES = (Done(id="1", kind="check_ins", what="", words="Mr Lund sees Robin each Monday.", from_day=date(2026, 11, 9)),)
POLICY = PolicyWords(
    in_school="We deal with bullying online as we do in school. We usually begin by meeting the family.",
    outside_school="We do the same. The head of year may also tell the youth club.",
    restorative="Both sides meet, where both want to.",
    policy="Behaviour policy",
    version="September 2026",
    clause="4.2",
    address="https://upstander.example/policy/900001/2026-09-01/",
)


def shown(
    *,
    part: str = "targeted",
    outcome: str = "bullying",
    with_code: bool = True,
    child: str = "Robin Ashdown",
    measures: tuple[Done, ...] = MEASURES,
    policy: PolicyWords | None = POLICY,
) -> Projection:
    return Projection(
        school=School(
            name="Thornbury Vale School",
            address=("Hill Road", "Weymouth", "DT4 0ZZ"),
            phone="01305 555 0100",
            lead="Ms Okafor",
            complaints="Write to the headteacher. If that does not help, write to the governors.",
            complaints_address="https://school.example/complaints",
        ),
        child=child,
        address=() if with_code else ("4 Vine Street", "Weymouth", "DT4 9ZZ"),
        part=part,
        report=OwnReport(reference="UP-7KQ4WX", received_on=date(2026, 11, 3)) if with_code else None,
        outcome=outcome,
        criteria=Criteria(hurt_meant="yes", repeated="yes", power="unknown"),
        decided_on=date(2026, 11, 9),
        measures=measures,
        policy=policy,
        written_on=date(2026, 11, 10),
    )
