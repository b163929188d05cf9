"""From a rulebook's document to a Rulebook, refusing what is malformed with the line it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from upstander.kernel.document import BadRulebook, Piece
from upstander.rules.conditions import ALWAYS, AllOf, AnyOf, Condition, Is, Not, Term
from upstander.rules.due import parse_due
from upstander.rules.extending import Addition, Own, OwnChapter, extended, still_left_out
from upstander.rules.facts import Vocabulary
from upstander.rules.rulebook import ACTORS, Actor, Chapter, Contradiction, DutyTerms, Exclusion, Guard, Rule, Rulebook
from upstander.rules.sources import Source

_DEEPEST = 12
MAY_HAVE = ("terms", "exclusions", "says_nothing_until", "until_known", "contradictions", "leaves_out", "may_be_replaced")


@dataclass(frozen=True, slots=True)
class Words:
    """Everything a rulebook may name."""

    vocabulary: Vocabulary
    sources: dict[str, Source]
    terms: dict[str, Term]
    rulebook: str = ""


def read_rulebook(
    top: Piece, vocabulary: Vocabulary, sources: dict[str, Source], fingerprint: str, base: Rulebook | None = None
) -> Rulebook:
    """Read one document; `base` is the rulebook that it extends, if it extends one.

    Raises: BadRulebook for the first thing that is wrong in the document.
    """
    keys = top.entries(
        needs=("id", "title", "version", "about", *(() if base else ("chapters",))),
        may_have=(*MAY_HAVE, *(("extends", "adds", "chapters") if base else ("extends",))),
    )
    words = Words(vocabulary, sources, dict(base.terms) if base else {}, keys["id"].text())
    for name, piece in keys["terms"].entries().items() if "terms" in keys else ():
        words.terms[name] = _read_term(name, piece, words)
    own = Own(
        chapters=_read_chapters(keys["chapters"], words, base) if "chapters" in keys else (),
        adds=_read_additions(keys["adds"], words, base) if base and "adds" in keys else {},
        leaves_out=frozenset(_read_left_out(piece, words) for piece in _list(keys, "leaves_out")),
    )
    chapters = extended(base, own)
    refuse_twins(chapters)
    may_be_replaced = frozenset(_read_replaceable(piece, own) for piece in _list(keys, "may_be_replaced"))
    return Rulebook(
        id=words.rulebook,
        title=keys["title"].text(),
        version=keys["version"].text(),
        about=keys["about"].paragraphs(),
        fingerprint=fingerprint,
        vocabulary=vocabulary,
        terms=words.terms,
        chapters=chapters,
        exclusions=(*_from(base, "exclusions"), *(_read_exclusion(piece, words) for piece in _list(keys, "exclusions"))),
        guards=(*_from(base, "guards"), *(_read_guard(piece, words) for piece in _list(keys, "says_nothing_until"))),
        contradictions=(
            *_from(base, "contradictions"),
            *(_read_contradiction(piece, words) for piece in _list(keys, "contradictions")),
        ),
        until_known={
            **(base.until_known if base else {}),
            **(_read_until_known(keys["until_known"], words) if "until_known" in keys else {}),
        },
        leaves_out=still_left_out(base, own),
        may_be_replaced=may_be_replaced | (base.may_be_replaced if base else frozenset()),
        extends=base,
    )


def _from(base: Rulebook | None, name: str) -> tuple[Any, ...]:
    return getattr(base, name) if base else ()


def _list(keys: dict[str, Piece], name: str) -> list[Piece]:
    return keys[name].parts() if name in keys else []


def _read_term(name: str, piece: Piece, words: Words) -> Term:
    if name in words.vocabulary.facts:
        raise piece.wrong(f'the term "{name}" has the name of a fact')
    if name in words.terms:
        raise piece.wrong(f'the term "{name}" is there already, in the rulebook that this one extends')
    return Term(name, read_condition(piece, words))


def _read_chapters(piece: Piece, words: Words, base: Rulebook | None) -> tuple[OwnChapter, ...]:
    known = {chapter.id: chapter for chapter in base.chapters} if base else {}
    return tuple(_read_chapter(id, chapter, words, base, known.get(id)) for id, chapter in piece.entries().items())


def _read_chapter(id: str, piece: Piece, words: Words, base: Rulebook | None, there: Chapter | None) -> OwnChapter:
    """A chapter of its own, or further rules for one that is there already."""
    if there:
        keys = piece.entries(needs=("rules",), may_have=())
        title, about, before = there.title, there.about, ""
    else:
        keys = piece.entries(needs=("title", "rules"), may_have=("about", "before") if base else ("about",))
        title = keys["title"].text()
        about = keys["about"].paragraphs() if "about" in keys else ""
        chapters = [chapter.id for chapter in base.chapters] if base else []
        before = keys["before"].one_of(chapters, "a chapter of the rulebook that this one extends") if "before" in keys else ""
    rules = [_read_rule(rule, words, base) for rule in keys["rules"].parts("a list of rules")]
    return OwnChapter(Chapter(id, title, about, tuple(rules)), before)


def _read_rule(piece: Piece, words: Words, base: Rulebook | None) -> Rule:
    keys = piece.entries(
        needs=("id", "when", "then", "because", "sources"),
        may_have=("note", "ask_your_team", *(("replaces",) if base else ())),
    )
    id = keys["id"].text()
    if base:
        _refuse_silent_replacement(id, keys, piece, base)
    routes, duties, prohibitions = _read_then(keys["then"], words)
    return Rule(
        id=id,
        place=f"{piece.file}:{piece.line}",
        when=read_condition(keys["when"], words),
        routes=routes,
        duties=duties,
        prohibitions=prohibitions,
        because=_read_sentence(keys["because"]),
        sources=_read_sources(keys["sources"], words),
        note=keys["note"].text() if "note" in keys else "",
        ask_your_team="ask_your_team" in keys and keys["ask_your_team"].one_of(("yes", "no"), "yes or no") == "yes",
        rulebook=words.rulebook,
    )


def _refuse_silent_replacement(id: str, keys: dict[str, Piece], piece: Piece, base: Rulebook) -> None:
    """A rule that is there already is replaced only where that is allowed, and where this one says so."""
    there = next((rule for rule in base.rules if rule.id == id), None)
    if "replaces" not in keys:
        if there:
            raise piece.wrong(
                f'the rule "{id}" is there already, at {there.place}; to write it anew, say replaces: {there.rulebook}'
            )
        return
    if there is None:
        raise keys["replaces"].wrong(f'there is no rule "{id}" to replace in {base.id}')
    keys["replaces"].one_of([there.rulebook], f"{there.rulebook}, where the rule {id} is written")
    if id not in base.may_be_replaced:
        raise keys["replaces"].wrong(
            f'the rule "{id}" may be added to, and not replaced: {base.id} does not name it in may_be_replaced'
        )


def _read_then(piece: Piece, words: Words) -> tuple[tuple[str, ...], dict[str, DutyTerms], tuple[str, ...]]:
    then = piece.entries(may_have=("routes", "duties", "prohibitions"))
    if not then:
        raise piece.wrong("a rule gives at least one route, duty or prohibition")
    return (
        _read_outcomes(then, "routes", words.vocabulary.routes, "a route"),
        _read_duties(then, words),
        _read_outcomes(then, "prohibitions", words.vocabulary.prohibitions, "a prohibition"),
    )


def _read_sources(piece: Piece, words: Words) -> tuple[str, ...]:
    return tuple(_read_source_key(source, words) for source in piece.parts("a list of sources"))


def _read_additions(piece: Piece, words: Words, base: Rulebook) -> dict[str, Addition]:
    return {id: _read_addition(addition, words, base, id) for id, addition in piece.entries().items()}


def _read_addition(piece: Piece, words: Words, base: Rulebook, id: str) -> Addition:
    """What an extending rulebook adds to a rule: more follows from it, for more reasons; nothing is taken away."""
    if all(rule.id != id for rule in base.rules):
        raise piece.wrong(f'there is no rule "{id}" to add to in {base.id}')
    keys = piece.entries(needs=("sources",), may_have=("then", "because", "note", "ask_your_team"))
    routes, duties, prohibitions = _read_then(keys["then"], words) if "then" in keys else ((), {}, ())
    return Addition(
        rulebook=words.rulebook,
        routes=routes,
        duties=duties,
        prohibitions=prohibitions,
        because=_read_sentence(keys["because"]) if "because" in keys else "",
        sources=_read_sources(keys["sources"], words),
        note=keys["note"].text() if "note" in keys else "",
        ask_your_team="ask_your_team" in keys and keys["ask_your_team"].one_of(("yes",), "yes") == "yes",
    )


def _read_replaceable(piece: Piece, own: Own) -> str:
    return piece.one_of([rule.id for it in own.chapters for rule in it.chapter.rules], "a rule of this rulebook")


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


def refuse_twins(chapters: tuple[Chapter, ...]) -> None:
    """Refuse two rules with one id, and one duty with two actors."""
    rules: dict[str, str] = {}
    actors: dict[str, tuple[Actor, str]] = {}
    for rule in (rule for chapter in chapters for rule in chapter.rules):
        if rule.id in rules:
            raise BadRulebook(f'{rule.place}: the rule "{rule.id}" is there already, at {rules[rule.id]}')
        rules[rule.id] = rule.place
        for duty, terms in rule.duties.items():
            actor, first = actors.setdefault(duty, (terms.actor, rule.id))
            if actor != terms.actor:
                raise BadRulebook(f'{rule.place}: the duty "{duty}" is for {terms.actor} here, for {actor} in the rule "{first}"')
