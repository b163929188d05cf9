"""The six invented policies with their labels."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from upstander.policytext.document import Document
from upstander.policytext.opening import read_file

SAMPLES = Path(__file__).parent / "samples"
LABELS: dict[str, Any] = json.loads((SAMPLES / "truth.json").read_text("utf-8"))
SCANNED = "wimblegate-junior-scan.pdf"
WITHOUT_OCR = pytest.mark.skipif(which("tesseract") is None, reason="tesseract is not installed, so that a scan cannot be read")
FILES = [pytest.param(name, marks=WITHOUT_OCR) if name == SCANNED else name for name in LABELS["files"]]
READABLE = [name for name in LABELS["files"] if name != SCANNED or which("tesseract")]


@cache
def sample(name: str) -> Document:
    return read_file(SAMPLES / name)
