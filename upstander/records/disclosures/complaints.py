"""What a family is told when a stage of their complaint is answered, and which stage comes next."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from upstander.kernel.clock import in_london
from upstander.records.cases.models import Family
from upstander.records.disclosures.composing import day_words, telling_words
from upstander.records.disclosures.models import Complaint, Disclosure, DisclosureKind
from upstander.records.disclosures.news import VERSION, news_letter
from upstander.records.disclosures.projection import (
    NothingToTell,
    OwnReport,
    School,
    lines,
    own_report,
    part_of,
    plain,
    school_of,
)
from upstander.records.disclosures.wording import fill, phrases
from upstander.records.organisations.complaining import Stage, stage_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Of the complaint only the family's own: when they made it, and the stage that it was at."""

    kind: str
    school: School
    child: str
    address: tuple[str, ...]
    part: str
    report: OwnReport | None
    complained_on: date
    stage: str
    to_whom: str
    next_stage: Stage | None
    written_on: date

    def to_json(self) -> dict[str, object]:
        return plain(asdict(self))  # type: ignore[return-value]


def open_complaint(family: Family) -> Complaint | None:
    return Complaint.objects.open().filter(family_id=family.pk).select_related("organisation").first()


def project_answer(family: Family, *, at: datetime) -> Answered:
    """Raises: NothingToTell, where no complaint waits for an answer."""
    complaint, report = open_complaint(family), own_report(family)
    if complaint is None:
        raise NothingToTell("This family has no complaint that waits for an answer.")
    return Answered(
        kind=DisclosureKind.COMPLAINT_STAGE,
        school=school_of(family),
        child=family.child.name,
        address=() if report else lines(family.child.address),
        part=part_of(family),
        report=report,
        complained_on=in_london(complaint.made_at).date(),
        stage=complaint.stage_name,
        to_whom=complaint.to_whom,
        next_stage=stage_after(complaint.organisation, complaint.stage, at),
        written_on=in_london(at).date(),
    )


def answer_payload(shown: Answered, text: str) -> dict[str, Any]:
    said = telling_words(shown.child, shown.school, shown.report) | _said(shown)
    letter = news_letter(shown, text, said)
    return {"version": VERSION, "projection": shown.to_json(), "words": {"why": text}, "letter": letter.to_json()}


def _said(shown: Answered) -> dict[str, str]:
    to_come = shown.next_stage
    ways = phrases()["next_stage"]
    named = {"next_stage": to_come.name, "next_to_whom": to_come.to_whom, "next_days": str(to_come.days)} if to_come else {}
    return {
        "complained_on": day_words(shown.complained_on),
        "stage": shown.stage,
        "to_whom": shown.to_whom,
        "next": fill(ways["more"], named) if to_come else ways["last"],
    }


def answer_again(letter: Disclosure, at: datetime) -> dict[str, object]:
    return project_answer(letter.family, at=at).to_json()
