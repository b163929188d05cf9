"""From what is known to what one reader may see: field by field of the allow-list, and what of it is missing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from upstander.kernel.clock import in_london
from upstander.records.disclosures.allowing import Reader, Shown
from upstander.records.disclosures.pack.knowing import Knowledge, Thing
from upstander.records.disclosures.pack.values import Value

VERSION = 1


def payload_of(knows: Knowledge, reader: Reader, *, reference: str, school: str, by: str, at: datetime) -> dict[str, Any]:
    """Shapes: sections, each with groups, each with fields: {field, label, state, lines, because, quoted, needed}.
    `missing` is a list of sentences, in the order of the sections.
    """
    sections = [
        {
            "id": section.id,
            "title": section.title,
            "groups": [_group(thing, shown) for shown in section.groups for thing in knows.of(shown.of)],
        }
        for section in reader.sections
    ]
    return {
        "reader": reader.id,
        "version": VERSION,
        "title": reader.title,
        "reference": reference,
        "school": school,
        "put_together_by": by,
        "put_together_at": in_london(at).isoformat(timespec="minutes"),
        "sections": sections,
        "missing": [sentence for section in sections for sentence in _missing(section)],
    }


def _group(thing: Thing, shown: Shown) -> dict[str, Any]:
    fields = [_field(name, label, getattr(thing, name), needed=name in shown.needed) for name, label in shown.fields.items()]
    return {"of": shown.of, "title": thing.title, "fields": fields}


def _field(name: str, label: str, value: Value, *, needed: bool) -> dict[str, Any]:
    return {
        "field": name,
        "label": label,
        "state": value.state,
        "lines": list(value.lines),
        "because": value.because,
        "quoted": value.is_quoted,
        "needed": needed,
    }


def _missing(section: dict[str, Any]) -> list[str]:
    return [
        f"{group['title']}: {it['label'][0].lower()}{it['label'][1:]}" if group["title"] else it["label"]
        for group in section["groups"]
        for it in group["fields"]
        if it["needed"] and it["state"] == "not_known"
    ]
