"""The walkthrough names files that exist, so that it cannot fall behind the code."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`((?:upstander|tests|docs|benchmarks|tools)/[\w./\-]*)`")
DOCUMENTS = ["docs/walkthrough.md", "CONTRIBUTING.md", "SECURITY.md"]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_that_it_names_exists(document: str) -> None:
    named = NAMED.findall((ROOT / document).read_text())
    assert named, f"{document} names no path: the pattern of this test is wrong"
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_walkthrough_passes_through_every_room() -> None:
    text = (ROOT / "docs/walkthrough.md").read_text()
    rooms = {path.name for path in (ROOT / "upstander").iterdir() if path.is_dir() and not path.name.startswith("__")}
    assert {room for room in rooms if f"upstander/{room}/" not in text} == set()
