"""Where each family of a case stands: who waits and until when, how far the letter is, and the next step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from upstander.desks.frame.words import day, full_day, full_moment
from upstander.kernel.clock import in_london
from upstander.records.disclosures.casefile import CaseFile, FamilyInCase, OtherLetter
from upstander.records.disclosures.models import DisclosureKind

TELLING = {"tell_target_family_outcome": True, "tell_other_family": False}


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """`others` are the letters that do not tell the outcome: what they are, how far, and where.

    `state` is what happened, `letter` how far it is, `next` and `href` what to do about it; empty where there is nothing.
    """

    id: UUID
    child: str
    is_targeted: bool
    waits: bool
    state: str
    kind: str
    due: str
    letter: str
    next: str
    href: str
    reads: str
    reason: str
    review: str
    can_be_told_after_all: bool
    others: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What each line needs to know. `due` is until when the targeted child's family is to be told, and until when the others."""

    due: Mapping[bool, datetime]
    is_decided: bool
    at: datetime


def families_of(file: CaseFile, at: datetime) -> list[FamilyLine]:
    """Targeted children first."""
    due = {TELLING[duty.duty]: duty.due_at for duty in file.duties if duty.duty in TELLING and not duty.ended_at}
    reading = Reading(due, is_decided=file.found is not None, at=at)
    lines = [_line(it, it.child in file.targeted, reading) for it in file.families]
    return sorted(lines, key=lambda line: not line.is_targeted)


def _line(family: FamilyInCase, is_targeted: bool, reading: Reading) -> FamilyLine:
    waits = family.told_at is None and family.not_told_at is None
    by = reading.due.get(is_targeted) if waits else None
    state, kind = _state(family, by, reading.at)
    said, next_step, href = _letter(family, is_decided=reading.is_decided) if family.not_told_at is None else ("", "", "")
    return FamilyLine(
        id=family.id,
        child=family.name,
        is_targeted=is_targeted,
        waits=waits,
        state=state,
        kind=kind,
        due=f"by {full_moment(by)}" if by else "",
        letter=said,
        next=next_step,
        href=href,
        reads=f"with the code of {family.reference}" if family.report else "on paper: no report came from them",
        reason=family.not_told_reason,
        review=_review(family.review_on, reading.at),
        others=tuple(
            (str(DisclosureKind(it.kind).label), _how_far(it), reverse("school:letter", args=[it.id])) for it in family.others
        ),
        can_be_told_after_all=family.not_told_at is not None and family.told_at is None,
    )


def _state(family: FamilyInCase, by: datetime | None, at: datetime) -> tuple[str, str]:
    if family.told_at:
        return f"Told {day(family.told_at)}", "done"
    if family.not_told_at:
        return f"Not told, decided by {family.not_told_by} on {day(family.not_told_at)}", "plain"
    return ("Overdue", "danger") if by and by < at else ("Not yet", "waiting")


def _review(on: date | None, at: datetime) -> str:
    if on is None:
        return ""
    return (
        f"To be looked at again since {full_day(on)}"
        if on <= in_london(at).date()
        else f"To be looked at again on {full_day(on)}"
    )


def _how_far(it: OtherLetter) -> str:
    if it.acknowledged_at:
        return f"read, and they said so on {day(it.acknowledged_at)}"
    return f"sent {day(it.sent_at)}" if it.sent_at else "not sent yet"


def _letter(family: FamilyInCase, *, is_decided: bool) -> tuple[str, str, str]:
    """How far the letter is, the next step, and where it is done."""
    letter = family.letter
    if letter is None and not is_decided:
        return "Can be written once it is known what was found", "", ""
    if letter is None:
        return "Not written yet", "Write the letter", reverse("school:letter_compose", args=[family.id])
    here = reverse("school:letter", args=[letter.id])
    if letter.acknowledged_at:
        return f"Read, and they said so on {day(letter.acknowledged_at)}", "See the letter", here
    if letter.opened_at:
        return f"Opened {day(letter.opened_at)}", "See the letter", here
    if letter.sent_at:
        return f"Sent {day(letter.sent_at)}", "See the letter", here
    if letter.checked_at:
        return "Checked, not sent", "Send the letter", here
    if letter.is_held:
        return "Held: its words may tell of another child", "See what it is held for", here
    return "Written, not checked", "Check the letter", here
