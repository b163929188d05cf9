"""BM25 over stems (Robertson and Zaragoza 2009): how much of a statement's own words a passage has, rare ones counting more."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

K1 = 1.2
B = 0.75
_TOO_COMMON = frozenset(
    "a an and are as at be been by can do for from had has have he her his how i if in into is it its may more no not of on or "
    "our shall she should so that the "
    "their them they this to up was we were what when where which who will with would you your ; :".split()
)


class Ranking:
    """A collection of texts to be asked."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        """Shapes: texts as stems."""
        self._counts = [Counter(stem for stem in text if stem not in _TOO_COMMON) for text in texts]
        self._lengths = [sum(counts.values()) for counts in self._counts]
        self._mean = (sum(self._lengths) / len(self._lengths) if self._lengths else 0.0) or 1.0
        self._having = Counter(stem for counts in self._counts for stem in counts)

    def scores(self, asked: Sequence[str]) -> list[float]:
        """One score a text, 0 where it has none of the words."""
        weights = {stem: self._weight(stem) for stem in set(asked) - _TOO_COMMON}
        return [self._score(number, weights) for number in range(len(self._counts))]

    def _weight(self, stem: str) -> float:
        having = self._having[stem]
        return math.log(1 + (len(self._counts) - having + 0.5) / (having + 0.5))

    def _score(self, number: int, weights: dict[str, float]) -> float:
        counts, total = self._counts[number], 0.0
        norm = K1 * (1 - B + B * self._lengths[number] / self._mean)
        for stem, weight in weights.items():
            if times := counts.get(stem):
                total += weight * times * (K1 + 1) / (times + norm)
        return total
