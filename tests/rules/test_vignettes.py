"""The sixty worked examples of the triage contract."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.reading import DORSET, VIGNETTES, falls_short
from upstander.rules import triage
from upstander.rules.sources import describe


@pytest.mark.parametrize("vignette", VIGNETTES, ids=lambda vignette: vignette["id"])
def test_a_vignette_gets_what_it_must_and_nothing_wrong(vignette: dict[str, Any]) -> None:
    assert falls_short(vignette, triage(DORSET, vignette["facts"])) == set()


def test_there_are_sixty() -> None:
    assert len({vignette["id"] for vignette in VIGNETTES}) == 60


def test_every_source_of_a_vignette_is_described() -> None:
    for vignette in VIGNETTES:
        for key in vignette["sources"]:
            assert describe(key).document
