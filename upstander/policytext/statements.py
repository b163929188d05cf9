"""What a policy has to say, as rulebooks/policy.yaml has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from upstander.kernel.document import Piece, open_document
from upstander.policytext.ideas import Lexicon, UnknownIdea

POLICY = Path(__file__).parent.parent / "rulebooks" / "policy.yaml"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to say a statement, or its opposite. `phrases` is the name of an idea of its own, or nothing."""

    why: str
    all: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    at_least: Mapping[str, int] | None = None
    phrases: str = ""
    unless: tuple[str, ...] = ()
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    id: str
    title: str
    says: str
    required: bool
    sources: tuple[str, ...]
    made_by: tuple[Way, ...]
    against: tuple[Way, ...]
    better: tuple[str, ...]
    not_if: tuple[str, ...]
    complete: Mapping[str, str]
    power_is_enough: bool
    pointer_is_enough: bool


@dataclass(frozen=True, slots=True)
class Requirements:
    """Every statement, and the ideas that tell them."""

    title: str
    version: str
    statements: tuple[Statement, ...]
    lexicon: Lexicon


HEDGES, NOT_HEDGES, AIMS, ADVICE, POINTERS = "hedges", "not_hedges", "aims", "advice", "pointers"


@cache
def load_requirements(path: Path = POLICY) -> Requirements:
    """Raises: BadRulebook for the first thing that is wrong in the document."""
    top = open_document(path, f"{path.parent.name}/{path.name}").entries(
        needs=("id", "title", "version", "ideas", HEDGES, NOT_HEDGES, AIMS, ADVICE, POINTERS, "statements"), may_have=()
    )
    written = {name: _phrases(piece) for name, piece in top["ideas"].entries().items()}
    written |= {name: _phrases(top[name]) for name in (HEDGES, NOT_HEDGES, AIMS, ADVICE, POINTERS)}
    reader = _Reader(written)
    statements = tuple(reader.statement(id, piece) for id, piece in top["statements"].entries().items())
    try:
        lexicon = Lexicon(reader.written)
    except UnknownIdea as problem:
        raise top["ideas"].wrong(f'a phrase names the idea "{problem}", which is not there') from None
    return Requirements(top["title"].text(), top["version"].text(), statements, lexicon)


def _phrases(piece: Piece) -> list[str]:
    return [part.text("a word or phrase") for part in piece.parts("a list of words")]


_MAY_HAVE = ("better", "not_if", "not_if_phrase", "against", "complete", "power_is_enough", "pointer_is_enough")


class _Reader:
    """Gives phrases that stand within a statement a name of their own, so that all are looked for at once."""

    def __init__(self, written: dict[str, list[str]]) -> None:
        self.written = written

    def statement(self, id: str, piece: Piece) -> Statement:
        keys = piece.entries(needs=("title", "says", "kind", "sources", "made_by"), may_have=_MAY_HAVE)
        not_if = self._names(keys.get("not_if"))
        if "not_if_phrase" in keys:
            not_if = (*not_if, self._named(keys["not_if_phrase"], f"{id}:not_if"))
        return Statement(
            id=id,
            title=keys["title"].text(),
            says=keys["says"].text(),
            required=keys["kind"].one_of(("required", "good practice"), "required or good practice") == "required",
            sources=tuple(part.text("a source") for part in keys["sources"].parts()),
            made_by=tuple(self._way(part, f"{id}:made_by:{number}") for number, part in enumerate(keys["made_by"].parts())),
            against=tuple(self._way(part, f"{id}:against:{number}") for number, part in enumerate(_parts(keys.get("against")))),
            better=self._names(keys.get("better")),
            not_if=not_if,
            complete=self._complete(keys.get("complete")),
            power_is_enough=_is_yes(keys.get("power_is_enough")),
            pointer_is_enough=_is_yes(keys.get("pointer_is_enough")),
        )

    def _way(self, piece: Piece, name: str) -> Way:
        keys = piece.entries(needs=("why",), may_have=("all", "around", "at_least", "any_phrase", "unless", "weak"))
        at_least = keys["at_least"].entries(may_have=self.written) if "at_least" in keys else {}
        return Way(
            why=keys["why"].text(),
            all=self._names(keys.get("all")),
            around=self._names(keys.get("around")),
            at_least={idea: int(count.text()) for idea, count in at_least.items()},
            phrases=self._named(keys["any_phrase"], name) if "any_phrase" in keys else "",
            unless=self._names(keys.get("unless")),
            weak=_is_yes(keys.get("weak")),
        )

    def _names(self, piece: Piece | None) -> tuple[str, ...]:
        return tuple(part.one_of(self.written, "an idea of this document") for part in _parts(piece))

    def _named(self, piece: Piece, name: str) -> str:
        self.written[name] = _phrases(piece)
        return name

    def _complete(self, piece: Piece | None) -> dict[str, str]:
        found = piece.entries(may_have=self.written) if piece else {}
        return {idea: words.text() for idea, words in found.items()}


def _parts(piece: Piece | None) -> list[Piece]:
    return piece.parts() if piece else []


def _is_yes(piece: Piece | None) -> bool:
    return piece is not None and piece.one_of(("yes", "no"), "yes or no") == "yes"
