"""The rulebook as a page shows it: plain values, in reading order."""

from dataclasses import dataclass

from upstander.rules import Rulebook
from upstander.rules.conditions import AllOf, AnyOf, Condition, Is, Not, Term
from upstander.rules.rulebook import Rule
from upstander.rules.sources import HOW_SURE, Source, describe

ACTORS = {"school": "the school", "force": "the safer-schools team", "reporter": "the person who reported"}


@dataclass(frozen=True)
class ConditionShape:
    """A condition in words: a line, and the lines below it that it joins."""

    words: str
    parts: tuple["ConditionShape", ...] = ()
    term: str = ""


@dataclass(frozen=True)
class SourceShape:
    key: str
    document: str
    edition: str
    clause: str
    url: str
    how_sure: str


@dataclass(frozen=True)
class RuleShape:
    id: str
    because: str
    when: ConditionShape
    follows: tuple[tuple[str, tuple[str, ...]], ...]
    sources: tuple[SourceShape, ...]
    note: str
    ask_your_team: bool
    written_by: str


@dataclass(frozen=True)
class ChapterShape:
    id: str
    title: str
    about: str
    rules: tuple[RuleShape, ...]


def chapters_of(rulebook: Rulebook) -> tuple[ChapterShape, ...]:
    return tuple(
        ChapterShape(chapter.id, chapter.title, chapter.about, tuple(_rule(rulebook, rule) for rule in chapter.rules))
        for chapter in rulebook.chapters
    )


@dataclass(frozen=True)
class Way:
    """One place where a report can go, with the rules that send it there: (id, reason) in reading order."""

    words: str
    rules: tuple[tuple[str, str], ...]


def ways_of(rulebook: Rulebook) -> tuple[Way, ...]:
    """Where a report can go, the most serious first, as a way into the document."""
    ways = (
        Way(words, tuple((rule.id, rule.because) for rule in rulebook.rules if route in rule.routes))
        for route, words in rulebook.vocabulary.routes.items()
    )
    return tuple(way for way in ways if way.rules)


def _rule(rulebook: Rulebook, rule: Rule) -> RuleShape:
    duties = (
        f"{rulebook.outcome_text('duty', duty)} – {ACTORS[terms.actor]}, {terms.limit}" for duty, terms in rule.duties.items()
    )
    follows = (
        ("It goes here", tuple(rulebook.outcome_text("route", route) for route in rule.routes)),
        ("Must be done", tuple(duties)),
        ("Must not be done", tuple(rulebook.outcome_text("prohibition", p) for p in rule.prohibitions)),
    )
    return RuleShape(
        id=rule.id,
        because=rule.because,
        when=in_words(rulebook, rule.when),
        follows=tuple((title, lines) for title, lines in follows if lines),
        sources=tuple(_source(describe(key)) for key in rule.sources),
        note=rule.note,
        ask_your_team=rule.ask_your_team,
        written_by=_written_by(rulebook, rule),
    )


def _written_by(rulebook: Rulebook, rule: Rule) -> str:
    """Which document it comes from, where there are several."""
    if len(rulebook.lineage) == 1:
        return ""
    titles = {}
    each: Rulebook | None = rulebook
    while each:
        titles[each.id] = each.title
        each = each.extends
    added = f"; added to by: {', '.join(titles[id] for id in rule.added_by)}" if rule.added_by else ""
    return f"{titles[rule.rulebook]}{added}"


def in_words(rulebook: Rulebook, condition: Condition) -> ConditionShape:
    match condition:
        case Is(fact):
            return ConditionShape(f"{rulebook.facts[fact].question} Yes.")
        case Not(Is(fact)):
            return ConditionShape(f"{rulebook.facts[fact].question} No.")
        case Not(part):
            return ConditionShape("None of this holds:", _parts(rulebook, part))
        case AllOf(()):
            return ConditionShape("Always.")
        case AllOf(parts):
            return ConditionShape("All of these hold:", tuple(in_words(rulebook, part) for part in parts))
        case AnyOf(parts):
            return ConditionShape("At least one of these holds:", tuple(in_words(rulebook, part) for part in parts))
        case Term(name, _):
            return ConditionShape(term_words(name), term=name)


def _parts(rulebook: Rulebook, condition: Condition) -> tuple[ConditionShape, ...]:
    parts = condition.parts if isinstance(condition, AnyOf) else (condition,)
    return tuple(in_words(rulebook, part) for part in parts)


def term_words(name: str) -> str:
    return name.replace("_", " ").capitalize().replace("ssct", "SSCT").replace("Ssct", "SSCT")


def terms_of(rulebook: Rulebook) -> tuple[tuple[str, str, ConditionShape], ...]:
    """The names that the rulebook gives to combinations: name, words, meaning."""
    return tuple((name, term_words(name), in_words(rulebook, term.meaning)) for name, term in rulebook.terms.items())


def _source(source: Source) -> SourceShape:
    return SourceShape(source.key, source.document, source.edition, source.clause, source.url, HOW_SURE[source.how_sure])
