"""Hold a letter whose words may tell of another child, until a second person has decided."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from upstander.kernel.actor import Actor
from upstander.records.disclosures.delivering import step
from upstander.records.disclosures.models import Disclosure, Hold
from upstander.records.disclosures.naming import Kind, Mention
from upstander.records.disclosures.others import named_in
from upstander.records.investigations.models import SANCTIONS

MEASURE = "measure-"
FREE_TEXT = "why"


def found_in(letter: Disclosure) -> list[Mention]:
    """What the words of a letter tell of others who are on record now. It comes with its family and their child."""
    words, shown = letter.payload["words"], letter.payload["projection"]
    return named_in(letter.family, *texts_of(words.get(FREE_TEXT, ""), shown.get("measures", ())))


def texts_of(free_text: str, measures: Iterable[Mapping[str, Any]]) -> tuple[dict[str, str], dict[str, str]]:
    """Everything in a letter that somebody typed, and which of it tells of a sanction of the own child."""
    done = list(measures)
    texts = {FREE_TEXT: free_text} | {f"{MEASURE}{it['id']}": it["words"] for it in done}
    return texts, {f"{MEASURE}{it['id']}": it["kind"] for it in done if it["kind"] in SANCTIONS}


SAYS = {
    Kind.NAME: "“{}” names somebody whom this family may not be told about.",
    Kind.SANCTION: "“{}” may tell what is done about another child.",
    Kind.SHORT_NAME: "“{}” may be a short name of somebody whom this family may not be told about.",
    Kind.NEARLY: "“{}” is nearly the name of somebody whom this family may not be told about.",
    Kind.INITIALS: "“{}” may be the initials of somebody whom this family may not be told about.",
}


def sentences_about(found: Collection[Mention]) -> dict[str, str]:
    """What was found, a sentence for each field, also in what was recorded as done for this child."""
    sentences: dict[str, list[str]] = {}
    for mention in found:
        field = "measures" if mention.field.startswith(MEASURE) else mention.field
        sentences.setdefault(field, []).append(SAYS[mention.kind].format(mention.word))
    ways_out = {"measures": "Leave this measure out, or record it again in other words."}
    return {field: " ".join([*told, ways_out.get(field, "Leave it out.")]) for field, told in sentences.items()}


def hold(letter: Disclosure, found: Iterable[Mention], *, by: Actor, at: datetime) -> Hold | None:
    """Hold a letter that was just written for what was found in it, if anything. What was decided about earlier words is over."""
    Hold.objects.standing().filter(disclosure=letter).update(superseded_at=at)
    words = [{"field": it.field, "word": it.word, "kind": it.kind.value} for it in found]
    if not words:
        return None
    step(letter, "held", by=by, at=at)
    return Hold.objects.create(
        organisation_id=letter.organisation_id, disclosure=letter, found=words, written_by_id=by.member, held_at=at
    )


def standing_hold(letter: Disclosure) -> Hold | None:
    return Hold.objects.standing().filter(disclosure=letter).select_related("decided_by").first()


def why_held(letter: Disclosure) -> str:
    """The sentence that keeps a letter from being checked or sent; empty where nothing does."""
    stands = standing_hold(letter)
    if stands and stands.let_stand is None:
        return "The letter is held: somebody other than the writer has to decide about the words that were found."
    if stands and not stands.let_stand:
        return "The letter was sent back. Change the words that were found."
    known = {(it["field"], it["word"]) for it in stands.found} if stands else set()
    if any((it.field, it.word) not in known for it in found_in(letter)):
        return "Since the letter was written, somebody is on record whom its words may tell of. Write it again."
    return ""
