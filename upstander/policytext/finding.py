"""Which passages make each statement, which contradict it, and why. A proposal: a person confirms each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from upstander.policytext.document import Document
from upstander.policytext.ideas import Hit, Lexicon, different
from upstander.policytext.passages import Passage, passages_of
from upstander.policytext.ranking import Ranking
from upstander.policytext.statements import ADVICE, AIMS, HEDGES, NOT_HEDGES, POINTERS, Requirements, Statement, Way
from upstander.policytext.stems import Word, words_of

State = Literal["made", "partly", "referred", "contradicted", "not found"]
Strength = Literal["full", "hedged", "aim", "weak", "pointer"]

BASE: dict[Strength, float] = {"full": 0.60, "hedged": 0.45, "aim": 0.30, "weak": 0.30, "pointer": 0.20}
MOST = 5  # passages a statement
CUT = 0.72  # of the best score; below that a passage only repeats, or shares words
POINTER_ALONE = 14  # words of its own a passage may have beside the pointer, and still be no more than one
LOOKING_BACK = {
    "this",
    "these",
    "such",
    "it",
    "they",
    "that",
    "those",
    "he",
    "she",
    "also",
    "them",
    "their",
    "each",
    "then",
    "here",
    "both",
    "yes",
}
ELSEWHERE: dict[int, float] = {
    0: 0.0,
    1: 0.06,
    2: 0.14,
}  # what it costs when an idea is not in the passage: in its heading, before it


@dataclass(frozen=True, slots=True)
class Found:
    """Units: score from 0 to 1; it orders passages, and is no probability."""

    passage: Passage
    score: float
    why: str
    strength: Strength


@dataclass(frozen=True, slots=True)
class Finding:
    """Shapes: passages and against best first. lacking: what the passages found do not say."""

    statement: Statement
    state: State
    passages: tuple[Found, ...]
    against: tuple[Found, ...]
    lacking: tuple[str, ...] = ()


@dataclass(slots=True)
class _Read:
    """A passage with the ideas in it, in its heading and list, and in the sentence before."""

    passage: Passage
    words: list[Word]
    layers: tuple[Mapping[str, list[Hit]], ...]
    ranked: dict[str, float] = field(default_factory=dict)

    def has(self, idea: str) -> bool:
        return idea in self.layers[0]

    def nearest(self, idea: str) -> int | None:
        return next((number for number, layer in enumerate(self.layers) if idea in layer), None)

    def shown(self, ideas: Iterable[str]) -> list[str]:
        return different(self.words, [hit for idea in ideas for hit in self.layers[0].get(idea, ())])


def find_statements(document: Document, requirements: Requirements) -> list[Finding]:
    read = _read(passages_of(document), requirements)
    return [_find(statement, read) for statement in requirements.statements]


def _read(passages: Sequence[Passage], requirements: Requirements) -> list[_Read]:
    words = [words_of(passage.text) for passage in passages]
    own = [requirements.lexicon.find(it) for it in words]
    around = _each_once([passage.around for passage in passages], requirements.lexicon)
    before = [own[number - 1] if passage.before and _looks_back(words[number]) else {} for number, passage in enumerate(passages)]
    read = [_Read(*it) for it in zip(passages, words, zip(own, around, before, strict=True), strict=True)]
    ranking = Ranking([[word.stem for word in it] for it in words])
    for statement in requirements.statements:
        scores = ranking.scores([word.stem for word in words_of(f"{statement.title} {statement.says}")])
        best = max(scores, default=0.0) or 1.0
        for it, score in zip(read, scores, strict=True):
            it.ranked[statement.id] = score / best
    return read


def _looks_back(words: list[Word]) -> bool:
    """Whether a sentence begins with a word that stands for something in the one before: this, such, they."""
    return any(word.raw in LOOKING_BACK for word in words[:6])


def _each_once(texts: list[str], lexicon: Lexicon) -> list[Mapping[str, list[Hit]]]:
    known = {text: lexicon.find(words_of(text)) for text in set(texts)}
    return [known[text] for text in texts]


def _find(statement: Statement, read: list[_Read]) -> Finding:
    against = [found for it in read if (found := _against(statement, it))]
    contrary = {found.passage for found in against}
    denied = {found.passage.heading for found in against}
    made = [found for it in read if it.passage not in contrary and (found := _made(statement, it, denied))]
    made.sort(key=lambda found: -found.score)
    against.sort(key=lambda found: -found.score)
    ideas = {it.passage: it for it in read}
    chosen, lacking = _chosen(statement, made, ideas)
    state = _state(chosen, against, lacking)
    return Finding(statement, state, () if state == "contradicted" else tuple(chosen), tuple(against), tuple(lacking))


def _state(chosen: list[Found], against: list[Found], lacking: list[str]) -> State:
    full = any(found.strength == "full" for found in chosen)
    if against:
        return "partly" if full else "contradicted"
    if not chosen:
        return "not found"
    if all(found.strength == "pointer" for found in chosen):
        return "referred"
    return "made" if full and not lacking else "partly"


_SLIGHT = ("aim", "weak", "pointer")


def _chosen(statement: Statement, made: list[Found], read: Mapping[Passage, _Read]) -> tuple[list[Found], list[str]]:
    """The best, and others nearly as good or that say what the best do not; and what none of them says."""
    chosen: list[Found] = []
    lacking = dict(statement.complete)
    for found in made:
        adds = [idea for idea in lacking if read[found.passage].has(idea)]
        good = not chosen or (
            found.score >= CUT * chosen[0].score and (found.strength not in _SLIGHT or chosen[0].strength in _SLIGHT)
        )
        if len(chosen) < MOST and (good or (adds and found.score >= CUT * CUT * chosen[0].score)):
            chosen.append(found)
            for idea in adds:
                del lacking[idea]
    around = [idea for idea in lacking if any(read[found.passage].nearest(idea) == 1 for found in chosen)]
    return chosen, [said for idea, said in lacking.items() if idea not in around]


def _made(statement: Statement, read: _Read, denied: set[str]) -> Found | None:
    """`denied`: headings under which it is contradicted, so that such a heading alone does not say what a passage is about."""
    if read.passage.text.endswith(":") or any(read.has(idea) for idea in statement.not_if):
        return None
    if not statement.power_is_enough and any(ADVICE in layer for layer in read.layers[:2]):
        return None
    best: Found | None = None
    for way in statement.made_by:
        cost = _fits(way, read)
        if cost is None or (cost and read.passage.heading in denied):
            continue
        strength = _strength(statement, way, read)
        score = _score(statement, read, BASE[strength] - cost)
        if best is None or score > best.score:
            best = Found(read.passage, score, _why(way, read, strength), strength)
    return best


def _against(statement: Statement, read: _Read) -> Found | None:
    for way in statement.against:
        cost = _fits(way, read)
        if cost is not None:
            return Found(read.passage, _score(statement, read, BASE["full"] - cost), _why(way, read, "full"), "full")
    return None


def _fits(way: Way, read: _Read) -> float | None:
    """What it costs to take the passage for this way of saying it; None when it is not."""
    if any(read.has(idea) for idea in way.unless):
        return None
    if not all(read.has(idea) for idea in way.all) or (way.phrases and not read.has(way.phrases)):
        return None
    for idea, count in (way.at_least or {}).items():
        if len(read.shown([idea])) < count:
            return None
    cost = 0.0
    for idea in way.around:
        nearest = read.nearest(idea)
        if nearest is None:
            return None
        cost += ELSEWHERE[nearest]
    return cost


def _strength(statement: Statement, way: Way, read: _Read) -> Strength:
    if read.has(POINTERS) and not statement.pointer_is_enough:
        pointed = sum(len(shown.split()) for shown in read.shown([POINTERS]))
        if len(read.words) - pointed < POINTER_ALONE:
            return "pointer"
    if way.weak:
        return "weak"
    if not statement.power_is_enough and (read.has(AIMS) or AIMS in read.layers[1]):
        return "aim"
    return "hedged" if _hedges(read) and not statement.power_is_enough else "full"


def _hedges(read: _Read) -> list[Hit]:
    """Where it hedges: not the "may" of "anything that may be a crime"."""
    none = [hit for hit in read.layers[0].get(NOT_HEDGES, ())]
    return [hit for hit in read.layers[0].get(HEDGES, ()) if not any(it.start < hit.end and hit.start < it.end for it in none)]


def _score(statement: Statement, read: _Read, base: float) -> float:
    better = sum(min(2, len(read.shown([idea]))) for idea in statement.better)
    return round(max(0.01, min(1.0, base + min(0.2, 0.035 * better) + 0.2 * read.ranked[statement.id])), 3)


_BESIDE: dict[Strength, str] = {
    "full": "",
    "weak": "",
    "hedged": "; hedged",
    "aim": "; as an aim",
    "pointer": "; only points to another document",
}


def _why(way: Way, read: _Read, strength: Strength) -> str:
    ideas = [*way.all, *([way.phrases] if way.phrases else []), *(idea for idea in way.around if read.has(idea))]
    shown = ", ".join(f"“{words}”" for words in read.shown(ideas)[:6])
    elsewhere = sorted({number for idea in way.around if (number := read.nearest(idea))})
    where = {1: "its heading or list", 2: "the sentence before"}
    context = f"; {' and '.join(where[number] for number in elsewhere)} says what it is about" if elsewhere else ""
    hedge = f" by {', '.join(f'“{words}”' for words in different(read.words, _hedges(read))[:2])}" if strength == "hedged" else ""
    return f"{way.why}{': ' if shown else ''}{shown}{context}{_BESIDE[strength]}{hedge}"
