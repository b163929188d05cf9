"""The pack as JSON in the shape of the police's single-online-home data model, as far as that is public.

What is public and what is a guess is said in docs/police-pack.md, and in the file itself under `meta`. There is no public way
to submit it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

PUBLIC = "https://schema.ihub.police.uk"
ABOUT = (
    "In the shape of the police single-online-home data model as far as it is public. Coded values and the force identifier are "
    "not; words stand in their place. Nothing was submitted by making this file."
)
SURNAME = 35  # characters, as the public model has it
DESCRIPTION = 2000
ROLES = {
    "Targeted child": "victim",
    "Said to have displayed the behaviour": "suspect",
    "Said to have taken part": "suspect",
    "Saw it": "witness",
}


def to_sdm(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Shapes: {"data": the incident, "included": the submission, a resource for each person and location, attachments}."""
    groups = [group for section in payload["sections"] for group in section["groups"]]
    persons = list(_persons(groups))
    attachments = [_attachment(number, group) for number, group in enumerate(_attached(groups), 1)]
    return {
        "data": {
            "id": payload["reference"],
            "type": "incident",
            "attributes": _incident(groups),
            "relationships": {
                "submission": {"data": {"type": "submission", "id": "submission-1"}},
                "attachments": {"data": [{"type": "attachment", "id": it["id"]} for it in attachments]},
                **_relationships(persons),
            },
        },
        "included": [_submission(payload, groups), *(it for it, _ in persons), *attachments],
        "meta": {"about": ABOUT, "model": PUBLIC, "pack": payload},
    }


def as_bytes(payload: Mapping[str, Any]) -> bytes:
    return json.dumps(to_sdm(payload), ensure_ascii=False, indent=1).encode()


def value(group: Mapping[str, Any], field: str) -> str | None:
    """The words of one field; nothing where it is not known or is kept back."""
    it = next((each for each in group["fields"] if each["field"] == field), None)
    return "\n".join(it["lines"]) if it and it["state"] == "known" else None


def _incident(groups: list[Mapping[str, Any]]) -> dict[str, Any]:
    what = next(group for group in groups if group["of"] == "circumstances")
    said = [value(group, "said") for group in groups if group["of"] == "words"]
    done = next(group for group in groups if group["of"] == "done_so_far")
    threat = value(what, "threats")
    return {
        "description": "\n\n".join(filter(None, said)),
        "dateFrom": value(what, "first"),
        "dateTo": value(what, "latest"),
        "exactTimeKnown": False,
        "howInvolved": "Reported by a school",
        "anyWitnesses": any("Saw it" in (value(group, "part") or "") for group in groups if group["of"] == "person"),
        "reportedAlready": value(done, "earlier") is not None,
        "reportedAlreadyReference": value(done, "earlier"),
        "subjectedToThreatAbuseOrAssault": threat,
        "subjectedToHateCrime": value(what, "prejudice"),
        "location": value(what, "where"),
    }


def _persons(groups: list[Mapping[str, Any]]) -> Iterator[tuple[dict[str, Any], str]]:
    """Each person once for each role that they have: in that model a person who is victim and witness is two."""
    number = 0
    for group in groups:
        for role in _roles(group):
            number += 1
            yield _person(f"person-{number}", group), role


def _roles(group: Mapping[str, Any]) -> list[str]:
    if group["of"] in ("reporter", "told_us"):
        return ["reporter"]
    if group["of"] != "person":
        return []
    parts = (value(group, "part") or "").split("\n")
    return list(dict.fromkeys(ROLES[part] for part in parts if part in ROLES)) or ["other"]


def _person(id: str, group: Mapping[str, Any]) -> dict[str, Any]:
    name = value(group, "name") if group["of"] != "person" else group["title"]
    given, _, surname = (name or "").rpartition(" ")
    attributes = {
        "givenName": given.split() if given else [],
        "surname": surname[:SURNAME],
        "dateOfBirth": value(group, "born"),
        "dateOfBirthKnown": value(group, "born") is not None,
        "approximateAge": value(group, "year"),
        "under18": True if value(group, "year") else None,
        "gender": value(group, "gender"),
        "communicationNeeds": value(group, "needs"),
        "description": (value(group, "relation") or "")[:DESCRIPTION] or None,
        "address": value(group, "address"),
        "email": value(group, "email"),
        "phone": value(group, "phone") or value(group, "contact"),
        "contactPreference": value(group, "safe_way"),
    }
    return {"id": id, "type": "person", "attributes": attributes}


def _relationships(persons: list[tuple[dict[str, Any], str]]) -> dict[str, Any]:
    roles: dict[str, list[dict[str, str]]] = {}
    for person, role in persons:
        roles.setdefault(role, []).append({"type": "person", "id": person["id"]})
    return {role: {"data": its} for role, its in roles.items()}


def _submission(payload: Mapping[str, Any], groups: list[Mapping[str, Any]]) -> dict[str, Any]:
    own = next(group for group in groups if group["of"] == "reporter")
    attributes = {
        "reference": payload["reference"],
        "time": payload["put_together_at"],
        "category": None,
        "subcode": None,
        "forceIdentifier": None,
        "content": f"Put together by {value(own, 'name')}, {payload['school']}, for a person to submit or to read out.",
    }
    return {"id": "submission-1", "type": "submission", "attributes": attributes}


def _attached(groups: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [group for group in groups if group["of"] == "exhibit" and value(group, "attached") == "Yes"]


def _attachment(number: int, group: Mapping[str, Any]) -> dict[str, Any]:
    attributes = {
        "title": group["title"],
        "fileName": value(group, "name"),
        "mediaType": value(group, "kind"),
        "sha256": value(group, "sha256"),
    }
    return {"id": f"attachment-{number}", "type": "attachment", "attributes": attributes}
