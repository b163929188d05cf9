"""One statement of a policy, as the page shows it on which a person decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict
from markupsafe import Markup

from upstander.desks.frame.addresses import address
from upstander.desks.school.shapes_reading import FOUND_TAGS, Decided, Line, decided, place
from upstander.desks.school.through import Through
from upstander.kernel.actor import Actor
from upstander.procedures.policy_reading.decide_statement import BY_HAND, NOWHERE
from upstander.records.policies.reading import Answer, Found, PolicyDecision, Proposal
from upstander.rules.sources import Source, UnknownSource, describe

MEANS = {
    Found.MADE: "The program found words that may say it. Read them: they may not be enough.",
    Found.PARTLY: "The program found words that may say some of it.",
    Found.REFERRED: "The program found only a pointer to another document.",
    Found.CONTRADICTED: "The program found words that may say that the school does not do this.",
    Found.NOT_FOUND: "The program looks for certain words. Your policy may say it in others, so look for it in the file.",
}
ANSWERS = (
    (Answer.MET, "Met", "The policy says this."),
    (Answer.PARTLY, "Partly met", "It says some of it, or leaves it open."),
    (Answer.NOT_MET, "Not met", "It does not say it, or says the opposite."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a policy has to say here, and who asks for it."""

    id: str
    title: str
    says: str
    is_required: bool
    sources: Sequence[Source]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An earlier decision on words that stand in this file too."""

    decided: Decided
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The page. `typed` is what stands in the form: as sent, or as decided before."""

    asked: Asked
    found: str
    found_kind: str
    means: str
    lacking: Sequence[str]
    passages: Sequence[Mapping[str, Any]]
    answers: Sequence[tuple[str, str, str]]
    offer: Offer | None
    standing: Decided | None
    earlier: Sequence[Decided]
    typed: Typed
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    answer: str = ""
    passage: str = ""
    words: str = ""
    page: str = ""
    note: str = ""


def asked_of(proposal: Proposal) -> Asked:
    return Asked(
        id=proposal.statement,
        title=proposal.title,
        says=proposal.says,
        is_required=proposal.is_required,
        sources=list(sources_of(proposal)),
    )


def sources_of(proposal: Proposal) -> Iterator[Source]:
    for key in proposal.sources:
        try:
            yield describe(key)
        except UnknownSource:  # it was asked for by an older rulebook
            continue


def sheet_of(actor: Actor, proposal: Proposal, sent: QueryDict | None, *, seen: str | None = None) -> Sheet:
    """Shapes: `proposal` with its `reading`, and `same_as` with who decided it. `seen`: the page answers one that showed this."""
    made = PolicyDecision.objects.visible_to(actor).filter(proposal=proposal).select_related("decided_by")
    history = list(made.order_by("-decided_at", "-id"))
    last = history[0] if history else None
    return Sheet(
        asked=asked_of(proposal),
        found=Found(proposal.found).label,
        found_kind=FOUND_TAGS[proposal.found],
        means=MEANS[Found(proposal.found)],
        lacking=proposal.lacking,
        passages=list(_choices(proposal)),
        answers=ANSWERS,
        offer=_offer(actor, proposal) if last is None else None,
        standing=decided(last) if last else None,
        earlier=[decided(it) for it in history[1:]],
        typed=_typed(proposal, last, sent),
        seen=seen if seen is not None else str(last.pk) if last else "",
    )


def _choices(proposal: Proposal) -> Iterator[dict[str, Any]]:
    """What a person may quote: the passages best first, those that say the opposite, something else, nothing."""
    for letter, passages in (("p", proposal.passages), ("a", proposal.against)):
        for number, it in enumerate(passages):
            yield {"value": f"{letter}{number}", "text": _quote(it["text"]), "hint": _where(it, is_against=letter == "a")}
    if proposal.passages or proposal.against:
        yield {"divider": "or"}
    yield {"value": BY_HAND, "text": "Somewhere else in the file", "hint": "You write down the words and the page."}
    yield {"value": NOWHERE, "text": "Nowhere"}


def _quote(words: str) -> Markup:
    return Markup('<span class="quote" dir="auto">“{}”</span>').format(words)


def _where(it: Mapping[str, Any], *, is_against: bool) -> Markup:
    why = it["why"][:1].upper() + it["why"][1:]
    said = "May say the opposite. " if is_against else ""
    stands = place(it["page"], it["heading"])
    return Markup("{}<b>{}</b>{}{}").format(said, stands, ". " if stands and why else "", f"{why}." if why else "")


def _offer(actor: Actor, proposal: Proposal) -> Offer | None:
    before = proposal.same_as
    if before is None or not PolicyDecision.objects.visible_to(actor).still_standing([before.pk]):
        return None
    return Offer(decided=decided(before), place=place(proposal.same_page, proposal.same_heading))


def _typed(proposal: Proposal, last: PolicyDecision | None, sent: QueryDict | None) -> Typed:
    if sent is not None:
        return Typed(**{name: sent.get(name, "") for name in ("answer", "passage", "words", "page", "note")})
    if last is None:
        return Typed()
    quoted = [(f"p{number}", it) for number, it in enumerate(proposal.passages)]
    quoted += [(f"a{number}", it) for number, it in enumerate(proposal.against)]
    chosen = next((key for key, it in quoted if not last.is_by_hand and it["text"] == last.words), "")
    by_hand = bool(last.words) and not chosen
    return Typed(
        answer=last.answer,
        passage=chosen or (BY_HAND if by_hand else NOWHERE),
        words=last.words if by_hand else "",
        page=str(last.page or "") if by_hand else "",
        note=last.note,
    )


def through(reading_id: UUID, lines: Sequence[Line], statement: str) -> Through:
    """3 of 19, with those before and after it."""
    places = [line.id for line in lines]
    here = places.index(statement)
    before, after = places[here - 1 : here] if here else [], places[here + 1 : here + 2]
    previous, following = (address("school:policy_statement", reading_id, it[0]) if it else "" for it in (before, after))
    back = address("school:policy_reading", reading_id)
    return Through(where=f"{here + 1} of {len(places)}", back=back, previous=previous, next=following)
