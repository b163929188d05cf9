"""What the record of one school knows of one case, as values: the only input of a pack. Each kind of thing has its fields.

A field is a Value; `title` says which one it is. The allow-list (rulebooks/fields.yaml) takes from these what a reader may see,
so a field that is here is not yet shown to anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

from upstander.records.disclosures.pack.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    title: str
    part: Value
    other_names: Value
    born: Value
    under_ten: Value
    gender: Value
    year: Value
    school: Value
    address: Value
    contact: Value
    accounts: Value
    relation: Value
    basis: Value
    said: Value
    language: Value
    needs: Value
    social_worker: Value
    injury: Value
    impact: Value
    wishes: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Carer:
    title: str
    relationship: Value
    responsibility: Value
    may_be_told: Value
    court_order: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    title: str
    whose: Value
    urn: Value
    address: Value
    phone: Value
    lead: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Who at the school speaks with the police."""

    title: str
    name: Value
    role: Value
    organisation: Value
    phone: Value
    in_hours: Value
    out_of_hours: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldUs:
    """Who told the school."""

    title: str
    name: Value
    relation: Value
    phone: Value
    email: Value
    safe_way: Value
    must_not_know: Value
    received: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    title: str
    first: Value
    latest: Value
    pattern: Value
    where: Value
    threats: Value
    demands: Value
    prejudice: Value
    devices: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    title: str
    said: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    title: str
    when: Value
    place: Value
    premises: Value
    how: Value
    what: Value
    apps: Value
    accounts: Value
    devices: Value
    who: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    title: str
    platform: Value
    user_name: Value
    display_name: Value
    address: Value
    identity: Value
    number: Value
    whose: Value
    as_given: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    title: str
    when: Value
    asked: Value
    words: Value
    how: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneSoFar:
    title: str
    families: Value
    school: Value
    agencies: Value
    platform: Value
    earlier: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    title: str
    when: Value
    who: Value
    what: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    title: str
    danger: Value
    children: Value
    tonight: Value
    risks: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """That there is one, and what was said of it. Never the image."""

    title: str
    child: Value
    adult: Value
    words: Value
    who_has: Value
    kind: Value
    files: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    title: str
    whose: Value
    known_by: Value
    taken: Value
    kept: Value
    searched: Value
    images: Value
    deleted: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    title: str
    permission: Value
    refused: Value
    about: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    title: str
    told: Value
    letters: Value
    not_told: Value
    must_not: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    title: str
    ask: Value
    why_now: Value
    preservation: Value
    lost: Value
    handling: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One file. `title` has its number."""

    title: str
    name: Value
    kind: Value
    size: Value
    sha256: Value
    received: Value
    given_by: Value
    attached: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    title: str
    when: Value
    what: Value
    by: Value
    words: Value


Thing = (
    Person | Carer | School | Reporter | ToldUs | Circumstances | Words | Event | Account | Statement | DoneSoFar | Action | Now
    | Image | Device | Permission | Family | Asked | Exhibit | Happened
)  # fmt: skip

KINDS: dict[str, type[Thing]] = {
    "person": Person, "carer": Carer, "school": School, "reporter": Reporter, "told_us": ToldUs, "circumstances": Circumstances,
    "words": Words, "event": Event, "account": Account, "statement": Statement, "done_so_far": DoneSoFar, "action": Action,
    "now": Now, "image": Image, "device": Device, "permission": Permission, "family": Family, "asked": Asked, "exhibit": Exhibit,
    "happened": Happened,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All things, in the order in which each kind is told."""

    things: tuple[Thing, ...]

    def of(self, kind: str) -> tuple[Thing, ...]:
        return tuple(it for it in self.things if type(it) is KINDS[kind])
