"""Put on record that governors approved the draft, and from which day it is in force. From then on it never changes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import require
from upstander.records.audit import recording
from upstander.records.policies.drafting import digest_of, draft_for, newest_approved, sentences_about_staff
from upstander.records.policies.ladder import Clause, Ladder

LONGEST_NAME, LONGEST_MINUTE = 200, 120
LATEST_BEGIN = timedelta(days=366)
LATEST_REVIEW = timedelta(days=3 * 366)
FIELDS = ("approved_by", "approved_on", "minute", "in_force_from", "review_on")  # as they stand on the page


class NotApproved(Problem):
    """Who, when or where it was approved is missing, or its days do not go together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Who of the governors approved it, on which day, where the minutes say so, from when it is in force, when it is reviewed."""

    approved_by: str
    approved_on: date | None
    minute: str
    in_force_from: date | None
    review_on: date | None


def approve_ladder(*, actor: Actor, approval: Approval, seen: str, at: datetime) -> Ladder:
    """The first version may have been in force for long. A later one begins tomorrow at the earliest: what is decided today cites
    the version that is in force today.

    Shapes: `seen` is the digest of what the person has read (drafting.digest_of).
    Raises: NotPermitted; NoDraft; NotApproved, with a sentence for each field.
    """
    require(actor, May.APPROVE_POLICY)
    ladder = draft_for(actor)
    approved_by, minute = typed_line(approval.approved_by), typed_line(approval.minute)
    _check_that_it_was_read(ladder, seen)
    problems = _said(actor, approved_by, minute) | _days(approval, newest_approved(actor), in_london(at).date())
    if problems:
        raise NotApproved({name: problems[name] for name in FIELDS if name in problems})
    ladder.approved_by, ladder.minute = approved_by, minute
    ladder.approved_on, ladder.in_force_from, ladder.review_on = (
        approval.approved_on,
        approval.in_force_from,
        approval.review_on,
    )
    ladder.approval_recorded_by_id, ladder.approval_recorded_at = actor.member, at
    ladder.save()
    begins = ladder.in_force_from.isoformat() if ladder.in_force_from else ""
    recording.record(actor, "ladder_approved", "ladder", ladder.pk, at=at, in_force_from=begins, digest=seen)
    return ladder


def _check_that_it_was_read(ladder: Ladder, seen: str) -> None:
    if not Clause.objects.filter(ladder=ladder).exists():
        raise NotApproved("The draft says nothing yet. Somebody has to write it first.")
    if seen != digest_of(ladder):
        raise NotApproved("The draft has changed since you opened this page. Read it again; what you typed is kept.")


def _said(actor: Actor, approved_by: str, minute: str) -> dict[str, str]:
    problems = sentences_about_staff(actor, {"approved_by": approved_by, "minute": minute})
    if not approved_by or len(approved_by) > LONGEST_NAME:
        problems["approved_by"] = "Write who approved it, such as “The full governing body”."
    if not minute or len(minute) > LONGEST_MINUTE:
        problems["minute"] = "Write where the minutes say so, such as “Minutes of 8 September 2026, item 7”."
    return problems


def _days(approval: Approval, before: Ladder | None, today: date) -> dict[str, str]:
    problems, begins = {}, approval.in_force_from
    if approval.approved_on is None or approval.approved_on > today:
        problems["approved_on"] = "Write the day of the meeting. It cannot be in the future."
    if begins is None or begins > today + LATEST_BEGIN:
        problems["in_force_from"] = "Write the day from which it is in force, at most a year from now."
    elif before and before.in_force_from and begins <= max(today, before.in_force_from):
        problems["in_force_from"] = (
            f"Choose a day after {_in_words(max(today, before.in_force_from))}: until then {before} is in force, and is cited."
        )
    start = today if begins is None or "in_force_from" in problems else begins
    if approval.review_on is None or not start < approval.review_on <= start + LATEST_REVIEW:
        problems["review_on"] = "Write the day by which it is looked at again: after it begins, and within three years."
    return problems


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
