"""A rulebook that extends another: what it adds, what it writes anew, and what it leaves out.

It may add rules, add to a rule (more follows from it, for more reasons), and replace those rules that the other names in
`may_be_replaced`. It leaves out an outcome by naming it; then no rule gives it. The proofs run on the result.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from upstander.rules.rulebook import Chapter, DutyTerms, Rule, Rulebook


@dataclass(frozen=True, slots=True)
class Addition:
    """What one rulebook adds to a rule of another; `because` takes the place of the rule's sentence where it is given."""

    rulebook: str
    routes: tuple[str, ...]
    duties: Mapping[str, DutyTerms]
    prohibitions: tuple[str, ...]
    because: str
    sources: tuple[str, ...]
    note: str
    ask_your_team: bool


@dataclass(frozen=True, slots=True)
class OwnChapter:
    """A chapter as one document writes it; `before` names the chapter that it goes before."""

    chapter: Chapter
    before: str


@dataclass(frozen=True, slots=True)
class Own:
    """What one document says, before it is joined with what it extends."""

    chapters: tuple[OwnChapter, ...]
    adds: Mapping[str, Addition]
    leaves_out: frozenset[str]

    @property
    def rules(self) -> Iterator[Rule]:
        return (rule for it in self.chapters for rule in it.chapter.rules)


def extended(base: Rulebook | None, own: Own) -> tuple[Chapter, ...]:
    """The chapters of both, in the order of the base, with its own chapters where they say."""
    if base is None:
        return tuple(it.chapter for it in own.chapters)
    chapters = []
    for there in base.chapters:
        chapters += [it.chapter for it in own.chapters if it.before == there.id]
        chapters.append(_joined(there, own))
    known = {chapter.id for chapter in base.chapters}
    chapters += [it.chapter for it in own.chapters if not it.before and it.chapter.id not in known]
    return tuple(chapters)


def still_left_out(base: Rulebook | None, own: Own) -> frozenset[str]:
    """What neither gives: an extending rulebook takes up what its own rules give."""
    given = {outcome for rule in own.rules for _, outcome in rule.outcomes()}
    for addition in own.adds.values():
        given |= {*addition.routes, *addition.duties, *addition.prohibitions}
    return own.leaves_out | ((base.leaves_out if base else frozenset()) - given)


def _joined(there: Chapter, own: Own) -> Chapter:
    written = {rule.id: rule for rule in own.rules}
    kept = [written[rule.id] if rule.id in written else _with(rule, own) for rule in there.rules]
    further = [
        rule for it in own.chapters if it.chapter.id == there.id for rule in it.chapter.rules if rule.id not in _ids(there)
    ]
    return replace(there, rules=tuple(rule for rule in (*kept, *further) if rule is not None))


def _ids(chapter: Chapter) -> set[str]:
    return {rule.id for rule in chapter.rules}


def _with(rule: Rule, own: Own) -> Rule | None:
    """The rule with what is added to it, without what is left out; nothing, when it has nothing left to give."""
    added = own.adds.get(rule.id)
    if added is not None:
        rule = replace(
            rule,
            routes=_both(rule.routes, added.routes),
            duties=_sooner(rule.duties, added.duties),
            prohibitions=_both(rule.prohibitions, added.prohibitions),
            because=added.because or rule.because,
            sources=_both(added.sources, rule.sources),
            note=" ".join(filter(None, [rule.note, added.note])),
            ask_your_team=rule.ask_your_team or added.ask_your_team,
            added_by=(*rule.added_by, added.rulebook),
        )
    if not own.leaves_out.intersection(outcome for _, outcome in rule.outcomes()):
        return rule
    left = replace(
        rule,
        routes=tuple(route for route in rule.routes if route not in own.leaves_out),
        duties={duty: terms for duty, terms in rule.duties.items() if duty not in own.leaves_out},
        prohibitions=tuple(it for it in rule.prohibitions if it not in own.leaves_out),
    )
    return left if any(True for _ in left.outcomes()) else None


def _both(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _sooner(there: Mapping[str, DutyTerms], added: Mapping[str, DutyTerms]) -> dict[str, DutyTerms]:
    """An addition can bring a time limit forward, and never put it off."""
    both = {**added, **there}
    for duty in there.keys() & added.keys():
        both[duty] = min(there[duty], added[duty], key=lambda terms: terms.limit.rough_days)
    return both
