"""Put on record that a printed letter was posted or handed over: for a family that has no code."""

from datetime import date, datetime, time
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import LONDON, in_london
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.disclosures.delivering import deliver
from upstander.records.disclosures.freshness import is_fresh
from upstander.records.disclosures.holding import why_held
from upstander.records.disclosures.models import Disclosure

WAYS = {"posted": "It was posted", "handed over": "It was handed over in person"}


class NotPosted(Problem):
    """The letter is not checked or out of date, the way or the day is missing, or the family reads it with a code."""


def record_posted_letter(*, actor: Actor, disclosure_id: UUID, way: str, on: date | None, at: datetime) -> Disclosure:
    """Raises: NotPermitted; CaseIsClosed; NotPosted, with a sentence for each field."""
    related = ("family__case__assessment__organisation", "family__child")
    rows = Disclosure.objects.in_hand().select_for_update(of=("self",)).select_related(*related)
    letter = permitted(actor, May.CHECK_LETTER, rows, disclosure_id)
    letter.may_still_go()
    _check(letter, at)
    told_at = min(at, datetime.combine(_day(letter, way, on, at), time(12), LONDON))
    deliver(letter, verb=way, by=actor, told_at=told_at, at=at)
    recording.record(actor, "letter_posted", "case", letter.case_id, at=at, letter=str(letter.pk), seal=letter.seal, way=way)
    return letter


def _check(letter: Disclosure, at: datetime) -> None:
    if letter.pdf is None or letter.checked_at is None:
        raise NotPosted("Somebody has to check the letter before it leaves the school.")
    if letter.family.report_id is not None:
        raise NotPosted("This family reads the letter with their code: send it.")
    if not is_fresh(letter, at):
        raise NotPosted("What is on record has changed since the letter was written. Write it again.")
    if held := why_held(letter):
        raise NotPosted(held)


def _day(letter: Disclosure, way: str, on: date | None, at: datetime) -> date:
    problems = {}
    first, today = in_london(letter.composed_at).date(), in_london(at).date()
    if way not in WAYS:
        problems["way"] = "Choose how the letter reached them."
    if on is None:
        problems["on"] = "Write the day, such as 3 12 2026."
    elif not first <= on <= today:
        problems["on"] = "The day must be between the day on which the letter was written and today."
    if problems or on is None:
        raise NotPosted(problems)
    return on
