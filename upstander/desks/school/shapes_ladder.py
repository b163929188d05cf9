"""The policy's ladder on its pages: each kind of behaviour with its words, and what a draft changes of the version before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from upstander.desks.frame.addresses import address
from upstander.desks.frame.words import full_day
from upstander.records.policies.kinds import Kind, kinds_for
from upstander.records.policies.models import Clause, Ladder
from upstander.records.policies.standing import Standing

PARTS = (
    ("means", "What it is"),
    ("in_school", "In school"),
    ("outside_school", "Outside school"),
    ("restorative", "To put it right"),
)
Piece = tuple[str, str]  # same, out or in; and the words


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One kind of behaviour; `was` is what the version before called it, where that was otherwise.

    Shapes: `parts` are pairs of where, and the words in pieces.
    """

    id: str
    key: str
    behaviour: str
    was: str
    clause: str
    state: str
    kind: str
    parts: Sequence[tuple[str, Sequence[Piece]]]

    @property
    def is_in(self) -> bool:
        """Whether the draft says anything about it."""
        return self.state not in OUT


@dataclass(frozen=True, slots=True)
class VersionRow:
    name: str
    in_force: str
    approved: str
    href: str


STATES = {
    "same": ("As before", "plain"),
    "changed": ("Changed", "waiting"),
    "new": ("New", "waiting"),
    "gone": ("Taken out", "danger"),
    "none": ("Not in it", "plain"),
}
OUT = {STATES[state][0] for state in ("gone", "none")}


def lines_of(ladder: Ladder) -> list[ClauseLine]:
    """What a version says, without a comparison."""
    return [
        _line(clause.behaviour, clause.name, clause.clause, "same", _as_it_is(clause)) for clause in ladder.clauses.in_order()
    ]


def changes_of(draft: Ladder) -> list[ClauseLine]:
    """Every kind of behaviour, with what the draft changes against the version before it; what is not in it comes last."""
    return [_compared(kind) for kind in kinds_for(draft).values()]


def versions_of(standing: Standing, urn: int | None) -> list[VersionRow]:
    there = [it for it in (standing.to_come, standing.in_force, *standing.earlier) if it]
    return [_version(ladder, urn) for ladder in there]


def public_page(ladder: Ladder | None, urn: int | None) -> str:
    if ladder is None or ladder.in_force_from is None or urn is None:
        return ""
    return address("public:policy_version", urn, ladder.in_force_from.isoformat())


def approval_of(ladder: Ladder) -> str:
    on = f", {full_day(ladder.approved_on)}" if ladder.approved_on else ""
    return "Not on record" if ladder.approval_recorded_by is None else f"{ladder.approved_by}{on}. {ladder.minute}"


def is_due(ladder: Ladder | None, today: date) -> bool:
    return ladder is not None and ladder.review_on is not None and ladder.review_on <= today


def differences(before: str, now: str) -> list[Piece]:
    """The words of both, those that went and those that came told apart."""
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, now))
    pieces: list[Piece] = []
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            pieces.append(("same", "".join(old[a:b])))
            continue
        pieces += [(kind, words) for kind, words in (("out", "".join(old[a:b])), ("in", "".join(new[c:d]))) if words]
    return pieces


def _compared(kind: Kind) -> ClauseLine:
    now, then = kind.clause, kind.before
    if now is None or then is None:
        clause = now or then
        if clause is None:
            return _line(kind.key, kind.name, "", "none", [])
        return _line(kind.key, clause.name, clause.clause, "new" if now else "gone", _as_it_is(clause))
    parts = [(where, differences(getattr(then, part), getattr(now, part))) for part, where in PARTS]
    state = "same" if (_words(now) == _words(then)) else "changed"
    number = now.clause if now.clause == then.clause else f"{now.clause}, before {then.clause}"
    was = then.name if then.name != now.name else ""
    return _line(kind.key, now.name, number, state, [part for part in parts if part[1]], was)


def _line(
    key: str, name: str, clause: str, state: str, parts: Sequence[tuple[str, Sequence[Piece]]], was: str = ""
) -> ClauseLine:
    words, tag = STATES[state]
    return ClauseLine(f"kind-{key}", key, name, was, clause, words, tag, parts)


def _as_it_is(clause: Clause) -> list[tuple[str, Sequence[Piece]]]:
    return [(where, [("same", getattr(clause, part))]) for part, where in PARTS if getattr(clause, part)]


def _words(clause: Clause) -> tuple[str, ...]:
    return (clause.name, clause.clause, *(getattr(clause, part) for part, _ in PARTS))


def _version(ladder: Ladder, urn: int | None) -> VersionRow:
    begins = full_day(ladder.in_force_from) if ladder.in_force_from else ""
    return VersionRow(str(ladder), f"From {begins}", approval_of(ladder), public_page(ladder, urn))
