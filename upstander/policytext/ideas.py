"""Ideas: words and phrases that stand for one thing, and where a text has them. policy.yaml says how they are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from upstander.policytext.stems import Word, words_of

GAPS = {"..": 3, "...": 8}
_NO_GAP_CROSSES = {";", ":"}


@dataclass(frozen=True, slots=True)
class Element:
    """One word of a phrase; `gap` other words may stand before it."""

    kind: str  # stem, raw, prefix or idea
    text: str
    gap: int = 0


Phrase = tuple[Element, ...]


class Hit(NamedTuple):
    """Where a text has an idea. Shapes: words from `start` up to, not including, `end`."""

    start: int
    end: int


class UnknownIdea(ValueError):
    """A phrase names an idea that is not there."""


def read_phrase(written: str, known: Iterable[str]) -> Phrase:
    """Raises: UnknownIdea."""
    exact, elements, gap = written.startswith("="), [], 0
    for part in written.lstrip("=").split():
        if part in GAPS:
            gap = GAPS[part]
            continue
        for element in _elements(part, exact, known):
            elements.append(Element(element.kind, element.text, gap))
            gap = 0
    return tuple(elements)


def _elements(part: str, exact: bool, known: Iterable[str]) -> Iterator[Element]:
    if part.startswith("<") and part.endswith(">"):
        if part[1:-1] not in known:
            raise UnknownIdea(part[1:-1])
        yield Element("idea", part[1:-1])
    elif part.endswith("*"):
        yield Element("prefix", part[:-1].lower())
    else:
        for word in words_of(part):
            yield Element("raw", word.raw) if exact else Element("stem", word.stem)


class Lexicon:
    """All ideas, ready to be looked for in many texts: found by the first word of each phrase, in one walk over the text."""

    def __init__(self, written: Mapping[str, Iterable[str]]) -> None:
        """Raises: UnknownIdea."""
        self.names = list(written)
        self._single: dict[tuple[str, str], list[str]] = defaultdict(list)  # most are one word, and need no matching
        self._longer: dict[tuple[str, str], list[tuple[str, Phrase]]] = defaultdict(list)
        self._begin_with_idea: dict[str, list[tuple[str, Phrase]]] = defaultdict(list)
        self._prefixes: dict[str, list[str]] = defaultdict(list)  # by their first two letters
        for name, phrases in written.items():
            for phrase in phrases:
                self._add(name, read_phrase(phrase, written))

    def _add(self, name: str, phrase: Phrase) -> None:
        if not phrase:
            return
        first = phrase[0]
        if first.kind == "idea":
            self._begin_with_idea[first.text].append((name, phrase))
            return
        if first.kind == "prefix":
            self._prefixes[first.text[:2]].append(first.text)
        if len(phrase) == 1:
            self._single[first.kind, first.text].append(name)
        else:
            self._longer[first.kind, first.text].append((name, phrase))

    def find(self, words: list[Word]) -> dict[str, list[Hit]]:
        """Every idea that the text has, with every place; ideas that are made of ideas as well."""
        found: dict[str, list[Hit]] = defaultdict(list)
        waiting: list[tuple[str, Phrase, int]] = []
        for place, word in enumerate(words):
            for key in self._keys(word):
                for name in self._single.get(key, ()):
                    found[name].append(Hit(place, place + 1))
                for name, phrase in self._longer.get(key, ()):
                    if any(element.kind == "idea" for element in phrase):
                        waiting.append((name, phrase, place))
                    elif end := _match(phrase, words, place, {}):
                        found[name].append(Hit(place, end))
        self._find_made_of_ideas(words, waiting, found)
        return dict(found)

    def _keys(self, word: Word) -> Iterator[tuple[str, str]]:
        yield "stem", word.stem
        yield "raw", word.raw
        for prefix in self._prefixes.get(word.raw[:2], ()):
            if word.raw.startswith(prefix):
                yield "prefix", prefix

    def _find_made_of_ideas(self, words: list[Word], waiting: list[tuple[str, Phrase, int]], found: dict[str, list[Hit]]) -> None:
        for _ in range(2):  # an idea of ideas may itself be part of one more
            for idea in [idea for idea in self._begin_with_idea if idea in found]:
                for place in {hit.start for hit in found[idea]}:
                    for name, phrase in self._begin_with_idea[idea]:
                        _keep(found, name, place, _match(phrase, words, place, found))
            for name, phrase, place in waiting:
                _keep(found, name, place, _match(phrase, words, place, found))


def _keep(found: dict[str, list[Hit]], name: str, place: int, end: int) -> None:
    if end and Hit(place, end) not in found[name]:
        found[name].append(Hit(place, end))


def _match(phrase: Phrase, words: list[Word], place: int, found: Mapping[str, list[Hit]]) -> int:
    """Where the phrase ends that begins at `place`; 0 when it does not stand there."""
    end = place
    for element in phrase:
        for start in range(end, min(end + element.gap + 1, len(words))):
            if after := _match_one(element, words[start], start, found):
                end = after
                break
            if words[start].raw in _NO_GAP_CROSSES:
                return 0
        else:
            return 0
    return end


def _match_one(element: Element, word: Word, place: int, found: Mapping[str, list[Hit]]) -> int:
    if element.kind == "stem":
        return place + 1 if word.stem == element.text else 0
    if element.kind == "raw":
        return place + 1 if word.raw == element.text else 0
    if element.kind == "prefix":
        return place + 1 if word.raw.startswith(element.text) else 0
    return max((hit.end for hit in found.get(element.text, ()) if hit.start == place), default=0)


def different(words: list[Word], hits: Iterable[Hit]) -> list[str]:
    """The different words that were hit, as the text has them; overlapping hits count once."""
    shown: dict[str, str] = {}
    taken: set[int] = set()
    for hit in sorted(hits, key=lambda it: (it.start - it.end, it.start)):
        places = set(range(hit.start, hit.end))
        if places & taken:
            continue
        taken |= places
        key = " ".join(word.stem for word in words[hit.start : hit.end])
        shown.setdefault(key, " ".join(word.raw for word in words[hit.start : hit.end]))
    return list(shown.values())
