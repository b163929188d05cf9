"""The chronology for the police: what happened and was said and done, oldest first. Notes are never in it."""

from __future__ import annotations

from upstander.records.disclosures.chronology import Happening, happened
from upstander.records.disclosures.pack.dates import day, moment
from upstander.records.disclosures.pack.ground import Ground
from upstander.records.disclosures.pack.knowing import Happened, Thing
from upstander.records.disclosures.pack.values import known, quoted
from upstander.records.intake.models import Relation
from upstander.records.investigations.incidents import Known

KINDS = ("report", "addition", "incident", "statement", "device", "letter", "police", "check_answer")
MOST = 2_000
LETTERS = {
    "sent": "Letter sent to {}’s family",
    "posted": "Letter posted to {}’s family",
    "handed over": "Letter handed to {}’s family",
}
DEVICES = {
    "taken": "{}’s device taken", "searched": "{}’s device searched", "told": "Parents or carers told about {}’s device",
    "moved": "{}’s device is kept somewhere else", "kept": "{}’s device is kept for longer", "returned": "{}’s device given back",
    "police": "{}’s device handed to the police",
}  # fmt: skip
STATEMENTS = {
    "taken": "Statement from {}",
    "given": "Statement from {}, with a one-time link",
    "corrected": "{} put a statement right",
}
SAID_ABOVE = frozenset({"report", "addition", "statement"})  # word for word, so here only that they were


def chronology(ground: Ground) -> list[Thing]:
    lines = happened(ground.case, most=MOST, kinds=KINDS)[:MOST]
    return [_line(it) for it in reversed(lines) if it.kind != "letter" or it.what in LETTERS]


def _line(it: Happening) -> Happened:
    return Happened(
        title="",
        when=known(_when(it)),
        what=known(_what(it)),
        by=known(it.by),
        words=quoted("" if it.kind in SAID_ABOVE or it.kind == "incident" else it.words),
    )


def _when(it: Happening) -> str:
    if it.kind == "incident" and it.what != Known.TIME:
        return f"{day(it.at)}, time not known" if it.what == Known.DAY else f"Between {day(it.at)} and {it.about}"
    return moment(it.at)


def _what(it: Happening) -> str:
    if it.kind == "incident":
        return it.words
    if it.kind == "report":
        return f"Report {it.about} came in: {Relation(it.what).label.lower()}"
    if it.kind == "addition":
        return f"More was added to report {it.about}"
    if it.kind == "check_answer":
        return f"Asked whether it has stopped, {it.about} answered"
    if it.kind == "police":
        return f"The school spoke with the police{f', reference {it.about}' if it.about else ''}"
    words = {"letter": LETTERS, "device": DEVICES, "statement": STATEMENTS}[it.kind]
    return words[it.what].format(it.about)
