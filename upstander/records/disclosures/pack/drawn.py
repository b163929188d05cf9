"""What the press is given: the payload as it is read on paper, and the names of the files made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from upstander.records.disclosures.pack.dates import moment
from upstander.records.disclosures.pack.sheet import sheet_of

ENDINGS = {
    "image/png": "png", "image/jpeg": "jpg", "image/heic": "heic", "application/pdf": "pdf", "text/plain": "txt",
    "text/csv": "csv", "text/html": "html.txt", "application/json": "json", "application/xml": "xml", "application/zip": "zip",
}  # fmt: skip
INSTEAD = "□"  # of a sign that the typeface does not have


def document_of(payload: Mapping[str, Any], pictures: list[dict[str, str]]) -> dict[str, Any]:
    """Shapes: `pictures` have title, file and alt."""
    return {**payload, "when": _when(payload), "pictures": pictures}


def sheet_document_of(payload: Mapping[str, Any]) -> dict[str, Any]:
    parts = [asdict(part) for part in sheet_of(payload)]
    return {"reference": payload["reference"], "school": payload["school"], "when": _when(payload), "parts": parts}


def _when(payload: Mapping[str, Any]) -> str:
    return moment(datetime.fromisoformat(payload["put_together_at"]))


def exhibit_name(number: int, media_type: str) -> str:
    """Ours, never the sender's, which stands in the manifest."""
    return f"exhibits/{number:03d}.{ENDINGS.get(media_type.partition(';')[0], 'bin')}"


def without(sign: str, value: Any) -> Any:
    """The same document without some signs. What was said is in the JSON as it was; a page shows what a typeface can."""
    return _each(value, lambda text: text.translate({ord(one): INSTEAD for one in sign}))


def _each(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each(inner, change) for key, inner in value.items()}
    return [_each(inner, change) for inner in value] if isinstance(value, list | tuple) else value


README = """\
{title}
Reference {reference}, {school}. Put together {when}.

pack.pdf        the details, to be read
sheet.pdf       one page for ringing 101
pack.json       the same details for a program, in the shape of the police's data model as far as it is public
exhibits/       the files as they came, by their numbers in pack.pdf
manifest.json   every file with its size and SHA-256
SHA256SUMS      the same digests

To check that nothing changed:  sha256sum -c SHA256SUMS   or   upstander pack verify FILE
Making this reported nothing to anybody. A person submits it, or reads it out.
"""


def readme_of(payload: Mapping[str, Any]) -> str:
    named = {name: payload[name] for name in ("title", "reference", "school")}
    return README.format(**named, when=_when(payload))
