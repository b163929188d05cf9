"""What the answer to a worked example requires beyond its lists: the line that docs/vignettes.md has for it.

python -m tests.rules.beyond prints the lines anew; what they are judged to be is written by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.rules.reading import DORSET, VIGNETTES, everything, required
from upstander.rules import Outcome, triage

ALWAYS = {(outcome.kind, outcome.id) for outcome in everything(triage(DORSET, {})) if outcome.status == "required"}
KINDS = {"route": "goes to", "duty": "must", "prohibition": "must not"}


def extras(vignette: dict[str, Any]) -> list[Outcome]:
    """Required, in no list of the example, and not required in every case anyway."""
    verdict = triage(DORSET, vignette["facts"])
    listed = {*vignette["routes"]["required"], *vignette["duties"]["required"], *vignette["prohibitions"]["required"]}
    wanted = required(everything(verdict)) - listed
    return [outcome for outcome in everything(verdict) if outcome.id in wanted and (outcome.kind, outcome.id) not in ALWAYS]


def line(vignette: dict[str, Any]) -> str:
    return f"Beyond its lists: {'; '.join(_parts(extras(vignette))) or 'nothing'}."


def _parts(outcomes: list[Outcome]) -> Iterator[str]:
    for kind, words in KINDS.items():
        if mine := [_named(outcome) for outcome in outcomes if outcome.kind == kind]:
            yield f"{words} {', '.join(mine)}"


def _named(outcome: Outcome) -> str:
    rules = ", ".join(f"[{reason.rule}](rulebook.md#rule-{reason.rule})" for reason in outcome.because)
    return f"`{outcome.id}` ({rules})"


if __name__ == "__main__":
    for vignette in VIGNETTES:
        print(vignette["id"], line(vignette), sep="\n", end="\n\n")
