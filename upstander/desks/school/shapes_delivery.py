"""How a family is told that there is something to read, and how each message went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, When

from upstander.desks.frame.words import full_moment
from upstander.kernel.actor import Actor
from upstander.records.intake.emails import messages_to
from upstander.records.intake.models import Report
from upstander.records.intake.reaching import reach_of, said_yes_to_texts
from upstander.records.outbox.models import Message, State, Way

REACH_THEM = "Reach them another way, and say so where it stands among what is to be done."
ABOUT = {"letter": "A letter", "message": "A message", "receipt": "The receipt", "check": "The question whether it has stopped"}
HOW = {
    State.QUEUED: ("Waits to leave", "waiting"),
    State.CLAIMED: ("Waits to leave", "waiting"),
    State.HANDED: ("Being handed over", "waiting"),
    State.SENT: ("Handed over", "plain"),
    State.DELIVERED: ("Delivered", "done"),
    State.UNCERTAIN: ("May have left, or not", "danger"),
    State.FAILED: ("Could not be sent", "danger"),
    State.RETURNED: ("Did not arrive", "danger"),
    State.LEFT: ("Not sent again", "plain"),
}
NEXT = {
    State.UNCERTAIN: "Decide whether it is sent again.",
    State.FAILED: REACH_THEM,
    State.RETURNED: REACH_THEM,
}


@dataclass(frozen=True, slots=True)
class Went:
    """How one message went: `about` is what there was to read, `next` what to do, empty where there is nothing."""

    when: str
    about: str
    way: str
    state: str
    kind: str
    trouble: str
    next: str
    is_undecided: bool


def worst_or_newest(actor: Actor, reports: Iterable[UUID | None]) -> dict[UUID, Went]:
    """By report, how the newest message to its reader went; but one that did not arrive, as long as nobody has decided about it.

    One query, or none where nobody has a code.
    """
    wanted = [report for report in reports if report]
    if not wanted:
        return {}
    first = Case(When(state__in=list(NEXT), then=0), default=1)
    rows = messages_to(actor, wanted).order_by("subject_id", first, "-queued_at", "-id").distinct("subject_id")
    return {message.subject_id: went(message) for message in rows if message.subject_id}


def all_to(actor: Actor, report: UUID) -> list[Went]:
    return [went(message) for message in messages_to(actor, [report]).order_by("-queued_at", "-id")[:50]]


def went(message: Message) -> Went:
    state = State(message.state)
    words, kind = HOW[state]
    return Went(
        when=full_moment(message.settled_at or message.sent_at or message.queued_at),
        about=ABOUT.get(message.key.partition(":")[0], "Something to read"),
        way=f"by {Way(message.way).label}",
        state=words,
        kind=kind,
        trouble=message.trouble or _nothing_more(message),
        next=NEXT.get(state, ""),
        is_undecided=state in NEXT,
    )


def _nothing_more(message: Message) -> str:
    if message.state != State.SENT:
        return ""
    if message.carrier_id:
        return "Whether it arrived is not known yet."
    return "A mail server does not say whether it arrived."


def way_of(report: Report | None) -> str:
    """By which way this family is told, for staff, and why."""
    if report is None:
        return "On paper: no report came from them, so nothing is sent."
    reach = reach_of(report)
    if reach.way is Way.TEXT:
        return "By text, to the number that they gave. They said that they may be sent texts."
    if reach.way is Way.EMAIL:
        return f"By e-mail, to the address that they gave. {_why_not_text(report)}".strip()
    return f"Not at all: they gave no e-mail address. {_why_not_text(report)} They see it when they come back with their code."


def _why_not_text(report: Report) -> str:
    if not report.reporter_phone:
        return ""
    if not said_yes_to_texts(report):
        return "Not by text: they did not say that they may be sent one."
    return "Not by text: it is no mobile number of this country, or texts are not set up here."
