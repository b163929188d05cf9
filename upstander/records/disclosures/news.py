"""What a family is told before the outcome: that we have it, that we are still looking, who else has a part.

Each has its own view of the case, smaller than an outcome's: nothing that was found, nothing that is done about anybody.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from upstander.kernel.clock import in_london
from upstander.kernel.languages import ENGLISH, day_in
from upstander.records.cases.models import Family
from upstander.records.disclosures.composing import paragraphs, telling_words, written
from upstander.records.disclosures.letter import Block, Letter, in_english
from upstander.records.disclosures.models import Disclosure, DisclosureKind, Message
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
from upstander.records.disclosures.wording import fill, language_of, read

VERSION = 2  # of the payload's shape
KINDS = (
    DisclosureKind.RECEIVED,
    DisclosureKind.STILL_LOOKING,
    DisclosureKind.OTHER_SCHOOL,
    DisclosureKind.POLICE,
    DisclosureKind.NOTHING_HEARD,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What one family may be told between whiles. `asked_on` is when they were last written to and have not answered since."""

    kind: str
    school: School
    child: str
    address: tuple[str, ...]
    part: str
    report: OwnReport | None
    asked_on: date | None
    written_on: date
    language: str = ENGLISH

    def to_json(self) -> dict[str, object]:
        return plain(asdict(self))  # type: ignore[return-value]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsWords:
    """What staff add: until when they write again, and the one text of the letter, which may be empty."""

    by: date
    why: str

    def to_json(self) -> dict[str, object]:
        return {"by": self.by.isoformat(), "why": self.why}


def project_news(family: Family, kind: str, *, at: datetime) -> News:
    """Raises: NothingToTell, where the child has no part that families are told about, or nobody has been asked anything."""
    report, asked = own_report(family), _asked_on(family) if kind == DisclosureKind.NOTHING_HEARD else None
    if kind == DisclosureKind.NOTHING_HEARD and asked is None:
        raise NothingToTell("You have not asked this family anything that they have left without an answer.")
    return News(
        kind=kind,
        school=school_of(family),
        child=family.child.name,
        address=() if report else lines(family.child.address),
        part=part_of(family),
        report=report,
        asked_on=asked,
        written_on=in_london(at).date(),
        language=family.language,
    )


def _asked_on(family: Family) -> date | None:
    """When this family was last written to, if no word came back since."""
    letters = Disclosure.objects.filter(family_id=family.pk, withdrawn_at=None, acknowledged_at=None)
    wrote = list(letters.sent().values_list("sent_at", flat=True))
    if family.report_id:
        messages = Message.objects.filter(report_id=family.report_id)
        wrote += messages.filter(to_family=True).values_list("at", flat=True)
        answered = messages.filter(to_family=False).order_by("-at", "-id").values_list("at", flat=True).first()
        wrote = [at for at in wrote if at and (answered is None or at > answered)]
    latest = max((at for at in wrote if at), default=None)
    return in_london(latest).date() if latest else None


def news_payload(shown: News, words: NewsWords) -> dict[str, Any]:
    """Everything that the letter is made of, in the allow-listed fields and no others."""
    letter = compose_news(shown, words)
    return {"version": VERSION, "projection": shown.to_json(), "words": words.to_json(), "letter": letter.to_json()}


def compose_news(shown: News, words: NewsWords) -> Letter:
    """It depends on its two arguments and the wording's files, and on nothing else."""
    language = language_of(shown.kind, shown.language)
    said = {"by": day_in(language, words.by), "asked_on": day_in(language, shown.asked_on) if shown.asked_on else ""}
    return news_letter(shown, words.why, said)


def news_letter(shown: Any, text: str, more: Mapping[str, str]) -> Letter:
    language = language_of(shown.kind, shown.language)
    wording, said = read("letters", shown.kind, language), {**telling_words(shown, language), **more}
    opening = wording.front["opening"][shown.part]["with_report" if shown.report else "without_report"]
    blocks = {
        "opening": [Block("paragraph", (fill(opening, said),))],
        "words": [Block("paragraph", (in_english(paragraph, language),)) for paragraph in paragraphs(text)],
    }
    return written(shown, wording, language, said, blocks)


def is_news(kind: str) -> bool:
    return kind != DisclosureKind.OUTCOME_LETTER


AGAIN: Mapping[str, Callable[[Disclosure, datetime], dict[str, object]]] = {
    kind: lambda letter, at: project_news(letter.family, letter.kind, at=at).to_json() for kind in KINDS
}
