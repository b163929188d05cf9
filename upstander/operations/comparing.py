"""What would change from one rulebook to another: in its rules, and for the cases that are stored. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import tee

from upstander.rules import Rulebook
from upstander.rules.many import Block, triage_many
from upstander.rules.rulebook import Rule

EXAMPLES = 5
BAR = 40  # characters
ROW, LEFT, WIDE = 26, 540, 300  # of the plot, in pixels
Known = tuple[str, Mapping[str, str]]  # the reference of a report or a case, with what is known


@dataclass(slots=True)
class Changed:
    """For how many an outcome becomes required, or stops being required, with some of their references."""

    gained: int = 0
    lost: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Difference:
    """Shapes: `changed` maps an outcome's id to what becomes of it, in order of seriousness."""

    looked_at: int = 0
    different: int = 0
    changed: dict[str, Changed] = field(default_factory=dict)


def rules_that_differ(old: Rulebook, new: Rulebook) -> Iterator[str]:
    """A line for each rule that is new, gone, or says something else, in the order of the new rulebook."""
    before, after = ({rule.id: rule for rule in rulebook.rules} for rulebook in (old, new))
    for id, rule in after.items():
        if id not in before:
            yield f"new      {id}: {rule.because}"
        elif parts := [name for name, was, is_now in _compared(before[id], rule) if was != is_now]:
            yield f"changed  {id}: {', '.join(parts)}"
    yield from (f"gone     {id}: {rule.because}" for id, rule in before.items() if id not in after)


def _compared(old: Rule, new: Rule) -> Iterator[tuple[str, object, object]]:
    yield "when", old.when, new.when
    yield "where it goes", set(old.routes), set(new.routes)
    yield "what must be done", set(old.duties), set(new.duties)
    yield "by whom and when", _terms(old, new), _terms(new, old)
    yield "what nobody may do", set(old.prohibitions), set(new.prohibitions)
    yield "why", old.because, new.because
    yield "sources", set(old.sources), set(new.sources)


def _terms(rule: Rule, other: Rule) -> dict[str, tuple[str, str]]:
    return {id: (terms.actor, terms.due) for id, terms in rule.duties.items() if id in other.duties}


def differences(old: Rulebook, new: Rulebook, cases: Iterable[Known]) -> Difference:
    """Triage every case under both. What is required decides; what is only possible is not compared."""
    everything = [*new.vocabulary.routes, *new.vocabulary.duties, *new.vocabulary.prohibitions]
    found = Difference(changed={outcome: Changed() for outcome in everything})
    for references, first, second in _side_by_side(old, new, cases):
        found.looked_at += first.count
        touched = 0
        for outcome, changed in found.changed.items():
            had, has = first.required.get(outcome, 0), second.required.get(outcome, 0)
            changed.gained += (has & ~had).bit_count()
            changed.lost += (had & ~has).bit_count()
            changed.examples += _named(had ^ has, references, EXAMPLES - len(changed.examples))
            touched |= had ^ has
        found.different += touched.bit_count()
    found.changed = {outcome: changed for outcome, changed in found.changed.items() if changed.gained or changed.lost}
    return found


def _side_by_side(old: Rulebook, new: Rulebook, cases: Iterable[Known]) -> Iterator[tuple[list[str], Block, Block]]:
    names, ones, others = tee(cases, 3)
    for first, second in zip(
        triage_many(old, (facts for _, facts in ones)), triage_many(new, (facts for _, facts in others)), strict=True
    ):
        yield [next(names)[0] for _ in range(first.count)], first, second


def _named(cases: int, references: list[str], most: int) -> list[str]:
    found: list[str] = []
    while cases and len(found) < most:
        low = cases & -cases
        found.append(references[low.bit_length() - 1])
        cases ^= low
    return found


def told(difference: Difference, new: Rulebook) -> Iterator[str]:
    """Lines for people, with a bar for each outcome."""
    yield f"{difference.looked_at:,} reports and cases looked at; the verdict of {difference.different:,} would change."
    most = max((changed.gained + changed.lost for changed in difference.changed.values()), default=1)
    for outcome, changed in difference.changed.items():
        yield ""
        yield words_of(new, outcome)
        if changed.gained:
            yield f"  + {changed.gained:>7,}  {_bar('+', changed.gained, most)}"
        if changed.lost:
            yield f"  - {changed.lost:>7,}  {_bar('-', changed.lost, most)}"
        yield f"    such as {', '.join(changed.examples)}"


def words_of(rulebook: Rulebook, outcome: str) -> str:
    kinds = {"Goes here": "route", "To do": "duty", "Forbidden": "prohibition"}
    for words, kind in kinds.items():
        if outcome in rulebook.vocabulary.of(kind):  # type: ignore[arg-type]
            return f"{words}: {rulebook.outcome_text(kind, outcome)}"
    return outcome


def _bar(mark: str, count: int, most: int) -> str:
    return mark * max(1, round(BAR * count / most))


def plot(difference: Difference, new: Rulebook) -> str:
    """The same as an SVG picture: to the right what becomes required, to the left what stops being so."""
    most = max((max(changed.gained, changed.lost) for changed in difference.changed.values()), default=1)
    height = ROW * (len(difference.changed) + 2)
    middle, scale = LEFT + WIDE / 2, WIDE / 2 / most
    rows = "".join(
        _row(words_of(new, outcome), changed, ROW * (place + 1), middle, scale)
        for place, (outcome, changed) in enumerate(difference.changed.items())
    )
    title = f"{difference.different:,} of {difference.looked_at:,} verdicts would change"
    size = f"0 0 {LEFT + WIDE + 80} {height}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" font-family="sans-serif" font-size="12">'
        f'<rect width="100%" height="100%" fill="#fff"/><text x="8" y="{ROW - 8}" font-weight="bold">{title}</text>{rows}'
        f'<line x1="{middle}" x2="{middle}" y1="{ROW}" y2="{height - ROW}" stroke="#444"/></svg>\n'
    )


def _row(words: str, changed: Changed, top: int, middle: float, scale: float) -> str:
    gained, lost = changed.gained * scale, changed.lost * scale
    said = escape(words if len(words) <= 66 else f"{words[:64]} …")
    return (
        f'<text x="8" y="{top + 17}">{said}</text>'
        f'<rect x="{middle:.1f}" y="{top + 5}" width="{gained:.1f}" height="{ROW - 10}" fill="#0b5fff"/>'
        f'<rect x="{middle - lost:.1f}" y="{top + 5}" width="{lost:.1f}" height="{ROW - 10}" fill="#b1530a"/>'
        f'<text x="{middle + gained + 4:.1f}" y="{top + 17}">{changed.gained or ""}</text>'
        f'<text x="{middle - lost - 4:.1f}" y="{top + 17}" text-anchor="end">{changed.lost or ""}</text>'
    )
