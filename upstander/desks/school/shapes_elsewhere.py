"""What the page on one matter shows where nobody at the other school receives anything here: what goes by post, and by link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from upstander.kernel.actor import Actor
from upstander.procedures.exchanging.record_posted_paper import WAYS
from upstander.records.access.matrix import May, role_may
from upstander.records.disclosures.elsewhere import MOST_TRIES, Paper, SealedLink
from upstander.records.disclosures.exchange import CrossingKind, Exchange
from upstander.records.disclosures.from_outside import may_be_said_there

THEY_SAID = {
    CrossingKind.ACCEPTED: "They accepted it, and look into it",
    CrossingKind.REFUSED: "They refused it",
    CrossingKind.QUESTION: "They asked something",
    CrossingKind.ANSWER: "They answered, or told more",
    CrossingKind.OUTCOME: "They told what came of it",
}


@dataclass(frozen=True, slots=True)
class Printed:
    """One sheet. `reached` is when it was posted or handed over."""

    id: UUID
    what: str
    making: bool
    trouble: str
    reached: datetime | None


@dataclass(frozen=True, slots=True)
class Linked:
    """The newest link. `until` is when it ends, while it stands."""

    state: str
    kind: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    papers: tuple[Printed, ...]
    link: Linked | None
    may_link: bool
    files: bool
    may_act: bool
    may_print: bool
    may_take_down: bool
    ways: tuple[tuple[str, str], ...] = tuple(WAYS.items())

    @property
    def making(self) -> bool:
        return any(paper.making for paper in self.papers)


def elsewhere_of(exchange: Exchange, actor: Actor, at: datetime) -> Elsewhere | None:
    """Nothing, where the other school is here. `exchange` must have come through `visible_to`, with its other side."""
    if not exchange.began_here or (exchange.other is not None and (exchange.sent_at or exchange.other.receives_reports)):
        return None
    may_act = role_may(actor.role, May.EXCHANGE)
    papers = _papers(exchange) if exchange.sent_at else ()
    return Elsewhere(
        papers=papers,
        link=_link(exchange, at) if exchange.sent_at else None,
        may_link=may_act and not exchange.has_ended,
        files=bool(exchange.draft.get("files")),
        may_act=may_act,
        may_print=may_act and exchange.sent_at is not None and not exchange.has_ended and not papers,
        may_take_down=may_act and bool(may_be_said_there(exchange)),
    )


def _papers(exchange: Exchange) -> tuple[Printed, ...]:
    rows = Paper.objects.filter(exchange=exchange).annotate(no_pdf=Q(pdf=None)).order_by("crossing__at", "id")
    seen = rows.values_list("id", "crossing__kind", "trouble", "crossing__delivered_at", "no_pdf")
    return tuple(
        Printed(id, CrossingKind(kind).label.lower(), no_pdf and trouble is None, trouble or "", reached)
        for id, kind, trouble, reached, no_pdf in seen
    )


def _link(exchange: Exchange, at: datetime) -> Linked | None:
    link = SealedLink.objects.filter(exchange=exchange).order_by("-made_at", "-id").first()
    if link is None:
        return None
    if link.tries >= MOST_TRIES:
        return Linked("Closed after five wrong codes", "danger", None)
    if link.withdrawn_at is not None:
        return Linked("Taken back", "plain", None)
    if link.expires_at <= at:
        return Linked("Over", "plain", None)
    return Linked("Opened", "done", link.expires_at) if link.opened_at else Linked("Not opened yet", "waiting", link.expires_at)


def they_said(exchange: Exchange) -> list[tuple[str, str]]:
    return [(kind.value, THEY_SAID[kind]) for kind in may_be_said_there(exchange)]
