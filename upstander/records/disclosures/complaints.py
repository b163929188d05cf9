"""What a family is told when a stage of their complaint is answered, and which stage comes next."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from upstander.kernel.clock import in_london
from upstander.kernel.languages import ENGLISH, day_in
from upstander.records.cases.models import Family
from upstander.records.disclosures.letter import in_english
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
from upstander.records.disclosures.wording import fill, language_of, phrases
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
    language: str = ENGLISH

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
        language=family.language,
    )


def answer_payload(shown: Answered, text: str) -> dict[str, Any]:
    letter = news_letter(shown, text, _said(shown))
    return {"version": VERSION, "projection": shown.to_json(), "words": {"why": text}, "letter": letter.to_json()}


def _said(shown: Answered) -> dict[str, str]:
    language = language_of(shown.kind, shown.language)
    to_come, ways = shown.next_stage, phrases(language)["next_stage"]
    return {
        "complained_on": day_in(language, shown.complained_on),
        "stage": in_english(shown.stage, language),
        "to_whom": in_english(shown.to_whom, language),
        "next": fill(ways["more"], _named(to_come, language)) if to_come else ways["last"],
    }


def _named(stage: Stage, language: str) -> dict[str, str]:
    name, to_whom = in_english(stage.name, language), in_english(stage.to_whom, language)
    return {"next_stage": name, "next_to_whom": to_whom, "next_days": str(stage.days)}


def answer_again(letter: Disclosure, at: datetime) -> dict[str, object]:
    return project_answer(letter.family, at=at).to_json()
