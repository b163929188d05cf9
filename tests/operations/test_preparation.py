"""What is wrong with a rulebook is said at the start, in one line, and not by the first page that needs the rulebook."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from upstander.operations import preparation
from upstander.rules import library


def test_a_malformed_rulebook_stops_the_start_with_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "torn").mkdir()
    (tmp_path / "torn" / "triage.yaml").write_text("rulebook: [torn\n")
    monkeypatch.setattr(library, "RULEBOOKS", tmp_path)
    with pytest.raises(ImproperlyConfigured) as refusal:
        preparation.prove_rulebooks()
    assert "triage.yaml:" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_the_rulebooks_that_come_with_upstander_are_sound() -> None:
    preparation.prove_rulebooks()
