"""What was taken from elsewhere is what VENDOR.json says, and holds the letters that families need."""

import hashlib
import json
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from upstander.desks import frame

FRAME = Path(frame.__file__).parent
ROOT = FRAME.parents[2]
VENDOR = json.loads((FRAME / "VENDOR.json").read_text())
FACES = [
    "static/frame/atkinson-regular.woff2",
    "static/frame/atkinson-bold.woff2",
    "fonts/atkinson-regular.ttf",
    "fonts/atkinson-bold.ttf",
]


@pytest.mark.parametrize("path", VENDOR["sha256"])
def test_a_vendored_file_is_untouched(path: str) -> None:
    assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == VENDOR["sha256"][path]


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize(
    "written", ["Siân Ŵyn Ŷ", "Łukasz Wójcik, Żaneta", "Ștefan Ţ", "Çağrı Şahin", "Ničolė", "“£4” – it’s ‹ … €"]
)
def test_names_and_prose_are_in_the_typeface(face: str, written: str) -> None:
    held = TTFont(FRAME / face).getBestCmap()

    assert [letter for letter in written if ord(letter) not in held] == []


def test_the_licence_of_the_typeface_comes_with_it() -> None:
    assert "SIL Open Font License, Version 1.1" in (FRAME / "fonts/OFL.txt").read_text()
