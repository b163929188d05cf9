"""Accept what another school referred: it becomes a report of our own, with its evidence, and goes its way as any report."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.taking import take
from upstander.records.audit import recording
from upstander.records.cases.receiving import Incoming, put_before_school
from upstander.records.disclosures.crossing import send
from upstander.records.disclosures.exchange import Crossing, CrossingKind, Exchange
from upstander.records.evidence.models import Item
from upstander.records.intake.models import Relation, Report


class NotAccepted(Problem):
    """It was taken back, or answered already."""


def accept_referral(*, actor: Actor, exchange_id: UUID, at: datetime) -> Report:
    """The report has the key of the exchange, as its evidence had from the beginning. Accepted twice, it is the same report.

    Raises: NotPermitted; NotAccepted.
    """
    rows = Exchange.objects.select_for_update(of=("self",)).select_related("organisation", "report")
    exchange = permitted(actor, May.EXCHANGE, rows, exchange_id)
    if exchange.report is not None:
        return exchange.report
    if exchange.began_here or exchange.withdrawn_at or exchange.refused_at:
        raise NotAccepted("This referral was taken back or refused, so it cannot be accepted any more.")
    report = _report(exchange, at)
    take(report, actor, at)
    exchange.report = report
    exchange.save(update_fields=["report"])
    send(exchange, CrossingKind.ACCEPTED, by=actor, at=at)
    recording.record(actor, "referral_accepted", "report", report.pk, at=at, exchange=str(exchange.pk), digest=report.digest)
    return report


def _report(exchange: Exchange, at: datetime) -> Report:
    came = Crossing.objects.get(exchange=exchange, kind=CrossingKind.REFERRAL)
    files = list(Item.objects.present().filter(report_id=exchange.pk).order_by("position", "id"))
    answers = answers_from(came.payload["referral"])
    told_at = exchange.delivered_at or at
    return put_before_school(
        Incoming(id=exchange.pk, school=exchange.organisation, answers=answers, told_at=told_at, at=at, files=files)
    )


def answers_from(referral: dict[str, Any]) -> dict[str, Any]:
    """What the other school says, as the answers of a report. What it did not say stays open."""
    sender, pupil, ours = referral["sender"], referral["pupil"], referral["ours"]
    name = ours["name"] if ours else f"A pupil of {sender['school']}"
    targeted = {"name": name, "year": _year(ours["year"]) if ours else ""}
    return {
        "words": {"words": _words(referral)},
        "people": {
            "targeted": [targeted],
            "doing": [{"name": pupil["name"], "who": "pupil_here", "year": _year(pupil["year"])}],
        },
        "where": {"accounts": [{"app": "other", "account": account} for account in pupil["accounts"]]},
        "reporter": {
            "relation": Relation.OTHER,
            "name": f"{sender['person']}, {sender['school']}"[:200],
            "phone": sender["phone"],
        },
    }


def _year(group: str) -> str:
    """The year as the question has it: 9, of Year 9 or of 9B."""
    found = re.search(r"\d{1,2}", group)
    return found[0] if found else ""


def _words(referral: dict[str, Any]) -> str:
    happened = [f"{it['when']}, {it['where']}: {it['what']}" for it in referral["happened"]]
    parts = [
        referral["what"],
        "\n".join(happened),
        f"An intimate image, described: {referral['image']}" if referral["image"] else "",
        f"What they have done: {referral['done']}" if referral["done"] else "",
        f"They ask: {referral['question']}" if referral["question"] else "",
    ]
    return "\n\n".join(part for part in parts if part)
