"""From a rulebook's document to a Rulebook, refusing what is malformed with the line it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from upstander.rules.conditions import ALWAYS, AllOf, AnyOf, Condition, Is, Not, Term
from upstander.rules.document import BadRulebook, Piece
from upstander.rules.due import parse_due
from upstander.rules.facts import Vocabulary
from upstander.rules.rulebook import ACTORS, Actor, Chapter, Contradiction, DutyTerms, Exclusion, Guard, Rule, Rulebook
from upstander.rules.sources import Source

_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Words:
    """Everything a rulebook may name."""

    vocabulary: Vocabulary
    sources: dict[str, Source]
    terms: dict[str, Term]


def read_rulebook(top: Piece, vocabulary: Vocabulary, sources: dict[str, Source], fingerprint: str) -> Rulebook:
    """Raises: BadRulebook for the first thing that is wrong in the document."""
    keys = top.entries(
        needs=("id", "title", "version", "about", "chapters"),
        may_have=("terms", "exclusions", "says_nothing_until", "until_known", "contradictions", "leaves_out"),
    )
    words = Words(vocabulary, sources, {})
    for name, piece in keys["terms"].entries().items() if "terms" in keys else ():
        words.terms[name] = _read_term(name, piece, words)
    chapters = tuple(_read_chapter(id, piece, words) for id, piece in keys["chapters"].entries().items())
    _refuse_twins(chapters, keys["chapters"])
    return Rulebook(
        id=keys["id"].text(),
        title=keys["title"].text(),
        version=keys["version"].text(),
        about=keys["about"].paragraphs(),
        fingerprint=fingerprint,
        vocabulary=vocabulary,
        terms=words.terms,
        chapters=chapters,
        exclusions=tuple(_read_exclusion(piece, words) for piece in _list(keys, "exclusions")),
        guards=tuple(_read_guard(piece, words) for piece in _list(keys, "says_nothing_until")),
        contradictions=tuple(_read_contradiction(piece, words) for piece in _list(keys, "contradictions")),
        until_known=_read_until_known(keys["until_known"], words) if "until_known" in keys else {},
        leaves_out=frozenset(_read_left_out(piece, words) for piece in _list(keys, "leaves_out")),
    )


def _list(keys: dict[str, Piece], name: str) -> list[Piece]:
    return keys[name].parts() if name in keys else []


def _read_term(name: str, piece: Piece, words: Words) -> Term:
    if name in words.vocabulary.facts:
        raise piece.wrong(f'the term "{name}" has the name of a fact')
    return Term(name, read_condition(piece, words))


def _read_chapter(id: str, piece: Piece, words: Words) -> Chapter:
    keys = piece.entries(needs=("title", "rules"), may_have=("about",))
    return Chapter(
        id=id,
        title=keys["title"].text(),
        about=keys["about"].paragraphs() if "about" in keys else "",
        rules=tuple(_read_rule(rule, words) for rule in keys["rules"].parts("a list of rules")),
    )


def _read_rule(piece: Piece, words: Words) -> Rule:
    keys = piece.entries(needs=("id", "when", "then", "because", "sources"), may_have=("note", "ask_your_team"))
    then = keys["then"].entries(may_have=("routes", "duties", "prohibitions"))
    if not then:
        raise keys["then"].wrong("a rule gives at least one route, duty or prohibition")
    return Rule(
        id=keys["id"].text(),
        line=piece.line,
        when=read_condition(keys["when"], words),
        routes=_read_outcomes(then, "routes", words.vocabulary.routes, "a route"),
        duties=_read_duties(then, words),
        prohibitions=_read_outcomes(then, "prohibitions", words.vocabulary.prohibitions, "a prohibition"),
        because=_read_sentence(keys["because"]),
        sources=tuple(_read_source_key(source, words) for source in keys["sources"].parts("a list of sources")),
        note=keys["note"].text() if "note" in keys else "",
        ask_your_team="ask_your_team" in keys and keys["ask_your_team"].one_of(("yes", "no"), "yes or no") == "yes",
    )


def read_condition(piece: Piece, words: Words, depth: int = 0) -> Condition:
    """Read a fact, a term, `always`, or all, any or not of those."""
    if depth > _DEEPEST:
        raise piece.wrong("the condition is nested too deeply to be read")
    if piece.is_text:
        return _read_name(piece, words)
    keys = piece.entries(may_have=("all", "any", "not"), expected="a fact, or one of all, any, not")
    if len(keys) != 1:
        raise piece.wrong("expected exactly one of all, any, not")
    [(connective, inner)] = keys.items()
    if connective == "not":
        return Not(read_condition(inner, words, depth + 1))
    parts = tuple(read_condition(part, words, depth + 1) for part in inner.parts("a list of conditions"))
    if not parts:
        raise inner.wrong(f'"{connective}" of nothing: write always, or name a fact')
    return AllOf(parts) if connective == "all" else AnyOf(parts)


def _read_name(piece: Piece, words: Words) -> Condition:
    name = piece.text("a fact")
    if name == "always":
        return ALWAYS
    if name in words.vocabulary.facts:
        return Is(name)
    if name in words.terms:
        return words.terms[name]
    raise piece.wrong(f'unknown fact "{name}"')


def _read_outcomes(then: dict[str, Piece], key: str, known: dict[str, str], expected: str) -> tuple[str, ...]:
    parts = then[key].parts(f"a list of {key}") if key in then else []
    if key in then and not parts:
        raise then[key].wrong(f"an empty list of {key}")
    return tuple(part.one_of(known, expected) for part in parts)


def _read_duties(then: dict[str, Piece], words: Words) -> dict[str, DutyTerms]:
    duties: dict[str, DutyTerms] = {}
    for id, piece in then["duties"].entries().items() if "duties" in then else ():
        if id not in words.vocabulary.duties:
            raise piece.wrong(f'"{id}" is not a duty')
        keys = piece.entries(needs=("actor", "due"), expected="an actor and a time limit")
        actor = cast(Actor, keys["actor"].one_of(ACTORS, "an actor: school, force or reporter"))
        try:
            duties[id] = DutyTerms(actor, keys["due"].text(), parse_due(keys["due"].text()))
        except ValueError as problem:
            raise keys["due"].wrong(str(problem)) from None
    return duties


def _read_sentence(piece: Piece) -> str:
    sentence = piece.text("one plain sentence")
    if not sentence.endswith((".", "?", "!")):
        raise piece.wrong("expected one plain sentence that ends with a full stop")
    return sentence


def _read_source_key(piece: Piece, words: Words) -> str:
    key = piece.text("a source")
    if key not in words.sources:
        raise piece.wrong(f'unknown source "{key}"')
    if newer := words.sources[key].superseded_by:
        raise piece.wrong(f'the source "{key}" is out of date: its document is superseded by {newer}')
    return key


def _read_answers(piece: Piece, words: Words) -> dict[str, bool]:
    return {
        fact: answer.one_of(("yes", "no"), "yes or no") == "yes"
        for fact, answer in piece.entries(may_have=words.vocabulary.facts).items()
    }


def _read_exclusion(piece: Piece, words: Words) -> Exclusion:
    keys = piece.entries(needs=("never_together", "because"))
    answers = _read_answers(keys["never_together"], words)
    if len(answers) != 2:
        raise keys["never_together"].wrong("expected two facts that exclude each other")
    return Exclusion(answers, _read_sentence(keys["because"]))


def _read_guard(piece: Piece, words: Words) -> Guard:
    keys = piece.entries(needs=("fact", "until", "because"))
    fact = keys["fact"].one_of(words.vocabulary.facts, "a fact")
    return Guard(fact, keys["until"].one_of(words.vocabulary.facts, "a fact"), _read_sentence(keys["because"]))


def _read_contradiction(piece: Piece, words: Words) -> Contradiction:
    keys = piece.entries(needs=("duty", "prohibition", "because"))
    return Contradiction(
        keys["duty"].one_of(words.vocabulary.duties, "a duty"),
        keys["prohibition"].one_of(words.vocabulary.prohibitions, "a prohibition"),
        _read_sentence(keys["because"]),
    )


def _read_until_known(piece: Piece, words: Words) -> dict[str, str]:
    found = {}
    for duty, fact in piece.entries(may_have=words.vocabulary.duties).items():
        found[duty] = fact.one_of(words.vocabulary.facts, "a fact")
    return found


def _read_left_out(piece: Piece, words: Words) -> str:
    known = words.vocabulary
    return piece.one_of([*known.routes, *known.duties, *known.prohibitions], "a route, a duty or a prohibition")


def _refuse_twins(chapters: tuple[Chapter, ...], piece: Piece) -> None:
    """Refuse two rules with one id, and one duty with two actors."""
    rules: dict[str, int] = {}
    actors: dict[str, tuple[Actor, str]] = {}
    for rule in (rule for chapter in chapters for rule in chapter.rules):
        place = f"{piece.file}:{rule.line}"
        if rule.id in rules:
            raise BadRulebook(f'{place}: the rule "{rule.id}" is there already, on line {rules[rule.id]}')
        rules[rule.id] = rule.line
        for duty, terms in rule.duties.items():
            actor, first = actors.setdefault(duty, (terms.actor, rule.id))
            if actor != terms.actor:
                raise BadRulebook(f'{place}: the duty "{duty}" is for {terms.actor} here, for {actor} in the rule "{first}"')
