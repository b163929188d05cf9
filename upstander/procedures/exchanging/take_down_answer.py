"""Write down what a school that nobody has here said by telephone, by letter or to somebody's face."""

from datetime import date, datetime, time
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import LONDON, in_london
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed, typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.disclosures.exchange import Crossing, CrossingKind, Exchange
from upstander.records.disclosures.from_outside import TAKEN_BY, come_in, may_be_said_there

WAYS = {"phone": "By telephone", "letter": "By letter", "email": "By e-mail", "in_person": "Face to face"}
LONGEST, LONGEST_NAME = 4_000, 150
NEEDS_WORDS = {
    CrossingKind.REFUSED: "Write why they refused it.",
    CrossingKind.QUESTION: "Write what they asked.",
    CrossingKind.ANSWER: "Write what they said.",
    CrossingKind.OUTCOME: "Write what they said came of it.",
}


class NotTakenDown(Problem):
    """Who said it, what or when is missing, or it cannot have been said at this point."""


def take_down_answer(
    *, actor: Actor, exchange_id: UUID, kind: str, words: str, who: str, way: str, on: date | None, at: datetime
) -> Crossing:
    """It counts as what they said themselves: the turn and the duty to chase go by it.

    Raises: NotPermitted; NotTakenDown, with a sentence for each field.
    """
    rows = Exchange.objects.select_for_update(of=("self",)).select_related("organisation", "case", "other")
    exchange = permitted(actor, May.EXCHANGE, rows, exchange_id)
    if exchange.other is not None or not may_be_said_there(exchange):
        raise NotTakenDown("What they say comes in by itself, or this has ended, so nothing can be written down here.")
    said, by = typed(words), typed_line(who)
    problems = _problems(exchange, kind, said, by, way) | _check_day(exchange, on, at)
    if problems or on is None:
        raise NotTakenDown(problems)
    said_at = _moment(exchange, on, at)
    crossing = come_in(
        exchange,
        CrossingKind(kind),
        said_by=by,
        words=said,
        how={TAKEN_BY: {"name": actor.name, "way": way, "on": on.isoformat(), "at": at.isoformat()}},
        said_at=said_at,
        at=at,
        taken_by=actor.member,
        tell=exchange.case is not None and exchange.case.lead_id != actor.member,
    )
    recording.record(
        actor,
        f"exchange_{kind}_taken_down",
        "exchange",
        exchange.pk,
        at=at,
        crossing=str(crossing.pk),
        seal=crossing.seal,
        way=way,
    )
    return crossing


def _moment(exchange: Exchange, on: date, at: datetime) -> datetime:
    """Midday of that day: after the referral was sent, and not in the future."""
    if on == in_london(at).date():
        return at
    return max(exchange.sent_at or at, datetime.combine(on, time(12), LONDON))


def _problems(exchange: Exchange, kind: str, words: str, who: str, way: str) -> dict[str, str]:
    problems = {}
    if kind not in may_be_said_there(exchange):
        problems["kind"] = "Choose what they said."
    elif not words and kind in NEEDS_WORDS:
        problems["words"] = NEEDS_WORDS[CrossingKind(kind)]
    if len(words) > LONGEST:
        problems["words"] = f"This has {len(words):,} characters. Use at most {LONGEST:,}."
    if not who or len(who) > LONGEST_NAME:
        problems["who"] = f"Write who said it, with their role, in at most {LONGEST_NAME} characters."
    if way not in WAYS:
        problems["way"] = "Choose how they said it."
    return problems


def _check_day(exchange: Exchange, on: date | None, at: datetime) -> dict[str, str]:
    if on is None:
        return {"on": "Write the day on which they said it, such as 3 12 2026."}
    if not in_london(exchange.sent_at or at).date() <= on <= in_london(at).date():
        return {"on": "The day must be between the day on which the referral was sent and today."}
    return {}
