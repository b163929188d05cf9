"""How whoever made a report is told that there is something to read: only ways that they said are safe."""

from dataclasses import dataclass
from typing import Any

from upstander.kernel.telephones import numbers_in
from upstander.records.intake.models import Report
from upstander.records.outbox.carriers import can_text
from upstander.records.outbox.models import Way

MOBILE = "+447"  # and nothing else: a landline reads texts aloud, to whoever picks up


@dataclass(frozen=True, slots=True)
class Reach:
    """Without a way, nobody is told: they find it when they come back with their code."""

    way: Way | None
    address: str = ""


def reach_of(report: Report) -> Reach:
    """By text where they gave a mobile number and said yes to texts; otherwise by e-mail where they gave an address."""
    number = _may_be_texted(report)
    if number and can_text():
        return Reach(Way.TEXT, number)
    return Reach(Way.EMAIL, report.reporter_email) if report.reporter_email else Reach(None)


def said_yes_to_texts(report: Report) -> bool:
    who: dict[str, Any] = report.answers.get("reporter") or {}
    return who.get("may_text") == "yes"


def _may_be_texted(report: Report) -> str:
    numbers = [number for number in numbers_in(report.reporter_phone) if number.startswith(MOBILE) and len(number) == 13]
    return numbers[0] if numbers and said_yes_to_texts(report) else ""
