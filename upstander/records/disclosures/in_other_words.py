"""Find in a text what is done about another child, also when it is said in other words."""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from upstander.records.disclosures.lookalikes import folded, visible
from upstander.records.disclosures.wording import FOLDER

ANY = "any"  # words for a sanction of whatever kind


def sanctions_in(text: str, kinds: Collection[str]) -> Iterator[str]:
    """The words of a text, as written there, that tell of a sanction of one of these kinds."""
    if not kinds:
        return
    seen = visible(text)
    words = [(folded(match.group()), match) for match in re.finditer(r"[^\W_]+(?:['’][^\W_]+)*", seen)]
    run = " ".join(word for word, _ in words)
    starts = {sum(len(word) + 1 for word, _ in words[:place]): place for place in range(len(words))}
    for pattern in _patterns(frozenset(kinds)):
        for found in pattern.finditer(run):
            first = starts[found.start()]
            last = first + found.group().count(" ")
            yield seen[words[first][1].start() : words[last][1].end()]


@cache
def sanction_words() -> Mapping[str, list[str]]:
    import yaml

    words: Mapping[str, list[str]] = yaml.safe_load((FOLDER / "naming" / "sanctions.yaml").read_text(encoding="utf-8"))
    return words


@cache
def _patterns(kinds: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    said = sanction_words()
    return tuple(_pattern(phrase) for kind in sorted(kinds | {ANY}) for phrase in said.get(kind, ()))


def _pattern(phrase: str) -> re.Pattern[str]:
    parts = [re.escape(word).replace(r"\*", r"\w*") for word in phrase.split()]
    run = " ".join(parts).replace(r" \.\.\. ", r" (?:\w+ ){0,3}?")
    return re.compile(rf"(?<!\S){run}(?!\S)")
