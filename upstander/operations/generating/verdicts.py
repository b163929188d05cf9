"""A dozen kinds of matter: the facts as reported and as later known, and what the real rulebook makes of them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from upstander.records.assessments.keeping import kept
from upstander.rules import Rulebook, load_rulebook, triage

REPORTED = [
    "danger:no online:yes repeated:yes off:yes",
    "danger:no online:yes face:yes repeated:yes escalating:yes",
    "danger:no online:yes mutual:yes off:yes",
    "danger:no online:yes face:no prejudice:yes repeated:yes",
    "danger:no online:yes face:no impersonation:yes",
    "danger:no online:yes off:yes harassment:yes repeated:yes",
    "danger:no online:yes threat:yes off:yes",
    "danger:no online:yes elsewhere:yes named:yes repeated:yes",
    "danger:no online:yes intimate:yes",
    "danger:no face:yes online:no repeated:yes vulnerable:yes",
    "danger:no online:yes police:yes not_acting:yes repeated:yes",
    "danger:no online:yes private:yes off:yes unidentified:yes",
]
LONG = {
    "danger": "immediate_danger", "face": "face_to_face", "off": "off_premises", "harassment": "harassment_over_time",
    "threat": "serious_threat", "elsewhere": "other_party_other_school", "named": "other_school_known",
    "intimate": "intimate_image_of_child", "vulnerable": "target_vulnerable", "police": "family_went_to_police",
    "not_acting": "family_says_school_not_acting", "private": "private_details_posted", "unidentified": "other_party_identified",
}  # fmt: skip
ALWAYS = {"intimate_image_of_adult": "no", "telling_family_unsafe": "no", "school_told": "yes"}
LATER_KNOWN = {"intended_to_hurt": "yes", "power_imbalance": "yes", "significant_harm": "no", "staff_accused": "no"}
MOST_LIKELY = [5, 6, 6, 2, 2, 2, 1, 2, 1, 2, 1, 1]  # how often each kind of matter comes


@dataclass(frozen=True)
class Made:
    """Shapes: `facts` and `outcome` are JSON, as text; `duties` are (id, actor, due limit) of what is required."""

    facts: str
    outcome: str
    duties: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Matter:
    reported: dict[str, str]
    first: Made
    looked_into: Made  # once more is known and the case is open
    decided: Made  # once there is a finding, and until the family is told
    told: Made
    fingerprint: str
    rulebook_version: str


def matters() -> list[Matter]:
    return [_matter(kind) for kind in REPORTED]


def _matter(kind: str) -> Matter:
    rulebook = load_rulebook("dorset")
    reported = {LONG.get(fact, fact): answer for fact, _, answer in (part.partition(":") for part in kind.split())} | ALWAYS
    if "unidentified" in kind:
        reported["other_party_identified"] = "no"
    opened = reported | LATER_KNOWN
    decided = opened | {"school_investigated": "yes", "found_bullying": "yes", "sanction_tried": "yes"}
    told = decided | {"family_told_outcome": "yes"}
    return Matter(
        reported=reported,
        first=_made(rulebook, reported),
        looked_into=_made(rulebook, opened),
        decided=_made(rulebook, decided),
        told=_made(rulebook, told),
        fingerprint=rulebook.fingerprint,
        rulebook_version=rulebook.version,
    )


def _made(rulebook: Rulebook, facts: dict[str, str]) -> Made:
    answer = triage(rulebook, facts)
    duties = [(duty.id, duty.actor or "school", duty.due or "same_day") for duty in answer.duties if duty.status == "required"]
    return Made(json.dumps(facts), json.dumps(kept(answer.to_json()), ensure_ascii=False), duties)
