"""What tests ask of a verdict."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from upstander.rules import Outcome, Verdict, load_rulebook

HERE = Path(__file__).parent
DORSET = load_rulebook("dorset")
ENGLAND = load_rulebook("england")
VIGNETTES: list[dict[str, Any]] = json.loads((HERE / "vignettes.json").read_text("utf-8"))


def falls_short(vignette: dict[str, Any], verdict: Verdict) -> set[str]:
    """What a vignette demands and the verdict does not give, and what the verdict gives against it."""
    routes, expected = required(verdict.routes), vignette["routes"]
    return {
        *set(expected["required"]) - routes,
        *routes & set(expected["wrong"]),
        *routes - {*expected["required"], *expected["acceptable"]},
        *set(vignette["duties"]["required"]) - required(verdict.duties),
        *set(vignette["prohibitions"]["required"]) - required(verdict.prohibitions),
    }


def everything(verdict: Verdict) -> tuple[Outcome, ...]:
    return (*verdict.routes, *verdict.duties, *verdict.prohibitions)


def required(outcomes: Iterable[Outcome]) -> set[str]:
    return {outcome.id for outcome in outcomes if outcome.status == "required"}


def status(verdict: Verdict, id: str) -> str:
    return next((outcome.status for outcome in everything(verdict) if outcome.id == id), "left out")


def statuses(verdict: Verdict) -> dict[str, str]:
    return {outcome.id: outcome.status for outcome in everything(verdict)}
