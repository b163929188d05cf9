"""The holder of a link accepts, refuses, asks, answers or tells the outcome: it comes in as anything from another school."""

from datetime import datetime

from upstander.kernel.actor import system
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed, typed_line
from upstander.records.access.asking import asking
from upstander.records.audit import recording
from upstander.records.disclosures.elsewhere import SealedLink
from upstander.records.disclosures.exchange import Crossing, CrossingKind, Exchange
from upstander.records.disclosures.from_outside import BY_LINK, come_in, may_be_said_there
from upstander.records.disclosures.sealed import NoSuchLink, held_link, holder_of, locked_exchange

LONGEST, LONGEST_NAME = 4_000, 90
NEEDS_WORDS = {
    CrossingKind.REFUSED: "Write why: they need to know what to do next.",
    CrossingKind.QUESTION: "Write what you want to know.",
    CrossingKind.ANSWER: "Write the answer.",
    CrossingKind.OUTCOME: "Write what came of it, as far as they may know.",
}


class NotAnswered(Problem):
    """Who says it, what or the words are missing, or it cannot be said at this point."""


def answer_sealed(key: str, *, kind: str, words: str, name: str, role: str, at: datetime) -> Crossing:
    """Raises: NoSuchLink; NotAnswered, with a sentence for each field."""
    found = held_link(key, at)
    if found is None:
        raise NoSuchLink
    with asking(system(found.organisation_id)):
        exchange = locked_exchange(found)
        link = SealedLink.objects.held(at).filter(pk=found.pk).first()
        if link is None:
            raise NoSuchLink
        said, who = typed(words), f"{typed_line(name)}, {typed_line(role)}"
        problems = _problems(exchange, kind, said) | _unnamed(name=typed_line(name), role=typed_line(role))
        if problems:
            raise NotAnswered(problems)
        crossing = come_in(
            exchange, CrossingKind(kind), said_by=who, words=said, how={BY_LINK: str(link.pk)}, said_at=at, at=at
        )  # fmt: skip
        recording.record(
            holder_of(link), f"{kind}_came_in", "exchange", exchange.pk, at=at, crossing=str(crossing.pk), seal=crossing.seal
        )
    return crossing


def _problems(exchange: Exchange, kind: str, words: str) -> dict[str, str]:
    may = may_be_said_there(exchange)
    if not may:
        return {"": "This has ended, so nothing more can be said here. Ring them."}
    if kind not in may:
        return {"kind": "Choose what you want to say."}
    if not words and kind in NEEDS_WORDS:
        return {"words": NEEDS_WORDS[CrossingKind(kind)]}
    if len(words) > LONGEST:
        return {"words": f"This has {len(words):,} characters. Use at most {LONGEST:,}."}
    return {}


def _unnamed(**lines: str) -> dict[str, str]:
    asked = {"name": "Write your name.", "role": "Write what you are at your school, such as: designated safeguarding lead."}
    missing = {field: asked[field] for field, line in lines.items() if not line}
    return missing | {
        field: f"Use at most {LONGEST_NAME} characters." for field, line in lines.items() if len(line) > LONGEST_NAME
    }
