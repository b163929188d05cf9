"""The chronology of a case in words: one line for each thing that happened, newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from upstander.desks.frame.words import clock, day, full_day, plural, short_day
from upstander.desks.school.duty_words import say
from upstander.desks.school.keysets import Key
from upstander.desks.school.shapes_case import FOUND
from upstander.records.assessments.models import Answer
from upstander.records.cases.models import Part
from upstander.records.disclosures.chronology import SIZE, Happening
from upstander.records.intake.models import Relation
from upstander.records.investigations.checks import Stopped
from upstander.records.investigations.devices import DeviceFate
from upstander.records.investigations.incidents import Known
from upstander.records.investigations.models import MeasureKind, Outcome
from upstander.rules import Rulebook, load_rulebook

LETTERS = {
    "composed": "Letter for {}’s family written",
    "held": "Letter for {}’s family held until a second person has decided about its words",
    "let stand": "What the letter for {}’s family is held for may stand",
    "sent back": "Letter for {}’s family sent back",
    "checked": "Letter for {}’s family checked",
    "sent": "Letter sent to {}’s family",
    "posted": "Letter posted to {}’s family",
    "handed over": "Letter handed to {}’s family",
    "opened": "{}’s family opened their letter",
    "acknowledged": "{}’s family said that they have read their letter",
    "withdrawn": "Letter for {}’s family withdrawn",
    "printed": "Letter for {}’s family printed",
}
STATEMENTS = {
    "taken": "Statement from {}",
    "given": "Statement from {}, with a one-time link",
    "corrected": "{} corrected a statement; both stay",
}
DEVICES = {
    "taken": "{}’s device taken",
    "searched": "{}’s device searched",
    DeviceFate.TOLD: "Parents or carers told about {}’s device",
    DeviceFate.MOVED: "{}’s device is kept somewhere else",
    DeviceFate.KEPT: "{}’s device is kept for longer",
    DeviceFate.RETURNED: "{}’s device given back",
    DeviceFate.POLICE: "{}’s device handed to the police",
}
GROUPS = {  # of happenings, as somebody looks for them
    "incidents": ("What happened", ("incident", "incident_written")),
    "said": ("What was said", ("report", "addition", "files", "message", "statement", "check_answer", "complaint")),
    "decided": ("Answers and decisions", ("fact", "decision", "stands_again", "finding")),
    "done": (
        "What was done",
        (
            "duty",
            "planned",
            "step",
            "measure",
            "device",
            "clock_stopped",
            "clock_started",
            "asked",
            "opened",
            "closed",
            "settled",
            "reopened",
            "police",
        ),
    ),
    "people": ("People", ("part", "part_ended", "carer", "carer_ended")),
    "notes": ("Notes", ("note",)),
    "letters": ("Letters", ("letter", "not_told")),
}
POLICE = {
    "999": "The school rang the police on 999",
    "101": "The school rang the police on 101",
    "online": "The school reported to the police online",
    "in_person": "The school told an officer",
    "they_came": "The police came back to the school",
}
EVENING, SAME_YEAR = timedelta(hours=18), timedelta(days=300)
MESSAGES = {"answer": "An answer came", "question": "Asked whoever made the report", "told": "Told whoever made the report"}


@dataclass(frozen=True, slots=True)
class Event:
    """`internal` marks what is never sent to anybody."""

    when: str
    title: str
    by: str
    words: str
    internal: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    events: tuple[Event, ...]
    older: str


def timeline_of(happened: list[Happening], *, rulebook: str, child: str, at: datetime, most: int = SIZE) -> Timeline:
    """`older` is the place from which the older ones go on, or nothing."""
    tell = Telling(load_rulebook(rulebook), child)
    shown = happened[:most]
    older = str(Key(shown[-1].at, shown[-1].id)) if len(happened) > most else ""
    return Timeline(tuple(_events(shown, tell, at)), older)


def _events(happened: Iterable[Happening], tell: Telling, at: datetime) -> Iterable[Event]:
    for it in happened:
        yield Event(when(it.at, at), tell.title(it), it.by, it.words, it.kind == "note")


def when(moment: datetime, at: datetime) -> str:
    """31 Oct; Today 10:12; and with its year when that is another."""
    ago = at - moment
    if ago < EVENING and short_day(moment) == short_day(at):
        return f"Today {clock(moment)}"
    return short_day(moment) if ago < SAME_YEAR else full_day(moment)


class Telling:
    """Says what sort of thing happened, in the words of the rulebook and of the records."""

    def __init__(self, rulebook: Rulebook, child: str) -> None:
        self.rulebook, self.child = rulebook, child

    def title(self, it: Happening) -> str:
        say_it: Callable[[Happening], str] = getattr(self, f"_{it.kind}")
        return say_it(it)

    def _report(self, it: Happening) -> str:
        return f"Report {it.about} came in: {Relation(it.what).label.lower()}"

    def _addition(self, it: Happening) -> str:
        return f"More was added to report {it.about}"

    def _files(self, it: Happening) -> str:
        return f"{plural(int(it.what), 'file')} came with report {it.about}"

    def _message(self, it: Happening) -> str:
        return f"{MESSAGES[it.what]} ({it.about})"

    def _fact(self, it: Happening) -> str:
        fact = self.rulebook.facts.get(it.about)
        return f"{fact.question if fact else it.about} {Answer(it.what).label.capitalize()}"

    def _decision(self, it: Happening) -> str:
        kind, _, outcome = it.what.partition("/")
        return f"Set aside: {self.rulebook.outcome_text(kind, outcome)}" if outcome else "Verdict confirmed"

    def _stands_again(self, it: Happening) -> str:
        kind, _, outcome = it.what.partition("/")
        return f"Stands again, for a new reason: {self.rulebook.outcome_text(kind, outcome)}"

    def _clock_stopped(self, it: Happening) -> str:
        return f"The clock was stopped until {day(date.fromisoformat(it.what))}"

    def _clock_started(self, it: Happening) -> str:
        return "The clock went on"

    def _duty(self, it: Happening) -> str:
        what = say(it.about, self.child, self.rulebook.id)
        return f"Done: {what}" if it.what == "done" else f"No longer asked for: {what}"

    def _note(self, it: Happening) -> str:
        return "Note"

    def _part(self, it: Happening) -> str:
        return f"{it.about}: {Part(it.what).label.lower()}"

    def _part_ended(self, it: Happening) -> str:
        return f"{it.about} is no longer: {Part(it.what).label.lower()}"

    def _carer(self, it: Happening) -> str:
        return f"Somebody who brings {it.about} up" if it.what == "yes" else f"Somebody who must not be told about {it.about}"

    def _carer_ended(self, it: Happening) -> str:
        return f"No longer so, of those who bring {it.about} up"

    def _finding(self, it: Happening) -> str:
        return f"{'Finding reviewed' if it.about else 'Finding recorded'}: {FOUND[Outcome(it.what)]}"

    def _measure(self, it: Happening) -> str:
        return f"For {it.about}: {MeasureKind(it.what).label.lower()}"

    def _letter(self, it: Happening) -> str:
        return LETTERS[it.what].format(it.about)

    def _complaint(self, it: Happening) -> str:
        return f"{it.about}’s family does not agree with what they were told"

    def _not_told(self, it: Happening) -> str:
        return f"Decided that {it.about}’s family is not told"

    def _opened(self, it: Happening) -> str:
        return "Case opened"

    def _statement(self, it: Happening) -> str:
        return STATEMENTS[it.what].format(it.about)

    def _planned(self, it: Happening) -> str:
        return f"Planned, by {day(date.fromisoformat(it.what))}: {it.about}"

    def _step(self, it: Happening) -> str:
        return f"{'Done' if it.what == 'done' else 'Dropped from the plan'}: {it.about}"

    def _incident(self, it: Happening) -> str:
        if it.what == Known.BETWEEN:
            return f"What happened, between this day and {full_day(date.fromisoformat(it.about))}"
        return f"What happened, at {clock(it.at)}" if it.what == Known.TIME else "What happened, on this day"

    def _incident_written(self, it: Happening) -> str:
        return "What happened was put right; both stay" if it.what == "put_right" else "What happened was written down"

    def _device(self, it: Happening) -> str:
        return DEVICES[it.what].format(it.about)

    def _asked(self, it: Happening) -> str:
        return f"{it.about}’s family was asked whether it has stopped"

    def _check_answer(self, it: Happening) -> str:
        return f"{it.about[0].upper()}{it.about[1:]}, on whether it has stopped: {Stopped(it.what).label.lower()}"

    def _police(self, it: Happening) -> str:
        return f"{POLICE[it.what]}{f': {it.about}' if it.about else ''}"

    def _settled(self, it: Happening) -> str:
        return "What came of it, where it was said to have started again"

    def _reopened(self, it: Happening) -> str:
        return "Case opened again"

    def _closed(self, it: Happening) -> str:
        return "Case closed"


def place(key: Key | None) -> tuple[datetime, UUID] | None:
    return (key.at.astimezone(UTC), key.id) if key else None
