"""Whether a letter still says what is on record."""

from datetime import datetime

from upstander.kernel.languages import ENGLISH
from upstander.records.disclosures.complaints import answer_again
from upstander.records.disclosures.composing import words_from_json
from upstander.records.disclosures.models import Disclosure, DisclosureKind
from upstander.records.disclosures.news import AGAIN
from upstander.records.disclosures.projection import NothingToTell, project


def is_fresh(letter: Disclosure, at: datetime) -> bool:
    """Whether the family's projection, its day aside, is what the letter was written from, and reaches them the same way."""
    try:
        now = _now(letter, at)
    except NothingToTell:
        return False
    then = {"language": ENGLISH, **letter.payload["projection"], "written_on": now["written_on"]}
    return now == then and letter.report_id == letter.family.report_id


def _now(letter: Disclosure, at: datetime) -> dict[str, object]:
    if not letter.tells_the_outcome:
        return answer_again(letter, at) if letter.kind == DisclosureKind.COMPLAINT_STAGE else AGAIN[letter.kind](letter, at)
    words = words_from_json(letter.payload["words"])
    return project(letter.family, behaviour=words.behaviour, at=at, left_out=words.left_out).to_json()
