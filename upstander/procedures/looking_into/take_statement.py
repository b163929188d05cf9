"""Take down what a child or an adult says: their own words, when, where, who was there, and whether it was read back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import LONGEST, typed, typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Case, Involvement
from upstander.records.investigations.enquiries import ReadBack, Statement
from upstander.records.investigations.limits import limits_on
from upstander.records.people.models import Person

LONGEST_PLACE, LONGEST_PRESENT = 200, 300
LONG_AGO = timedelta(days=366)


class NotTaken(Problem):
    """Who, what, when, where or who was there is missing, or what may be asked of a child was not confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was asked and said. `opinion` is the member of staff's own, and is kept apart."""

    question: str
    words: str
    said_at: datetime | None
    place: str
    present: str
    read_back: str
    opinion: str = ""
    within_limits: bool = False


def take_statement(
    *, actor: Actor, case_id: UUID, person_id: UUID | None, said: Said, at: datetime, corrects_id: UUID | None = None
) -> Statement:
    """A correction stands beside the statement that it corrects, which stays as it was, and is of the same person.

    Raises: NotPermitted; CaseIsClosed; NotTaken, with a sentence for each field.
    """
    case = permitted(actor, May.TAKE_STATEMENT, Case.objects.select_for_update(of=("self",)), case_id).still_open()
    corrects = _corrected(case, corrects_id) if corrects_id else None
    person = corrects.person if corrects else _person(case, person_id)
    kept = _tidied(said)
    problems = _problems(kept, at) | ({} if person else {"person": "Choose whose words they are."})
    if person and person.is_child and not kept.within_limits and limits_on(case):
        problems["within_limits"] = "Confirm that only what may be asked was asked of a child."
    if problems or person is None or kept.said_at is None:
        raise NotTaken(problems)
    statement = _written(case, person, kept, kept.said_at, corrects, actor, at)
    recording.record(
        actor, "statement_taken", "case", case.pk, at=at, statement=str(statement.pk), corrects=str(corrects_id or "")
    )
    return statement


def _corrected(case: Case, corrects_id: UUID) -> Statement:
    statement = Statement.objects.filter(case=case, pk=corrects_id).select_related("person").first()
    if statement is None:
        raise NotTaken("There is no such statement in this case.")
    return statement


def _person(case: Case, person_id: UUID | None) -> Person | None:
    parts = Involvement.objects.current().filter(case=case, person_id=person_id or case.pk).select_related("person")
    part = parts.first()
    return part.person if part else None


def _tidied(said: Said) -> Said:
    return Said(
        question=typed(said.question),
        words=typed(said.words),
        said_at=said.said_at,
        place=typed_line(said.place),
        present=typed_line(said.present),
        read_back=said.read_back,
        opinion=typed(said.opinion),
        within_limits=said.within_limits,
    )


def _problems(said: Said, at: datetime) -> dict[str, str]:
    missing = {
        "question": "Write what you asked, as you asked it.",
        "words": "Write what they said, in their own words.",
        "place": "Write where you spoke.",
        "present": "Write who was there, or that nobody else was.",
    }
    problems = {field: sentence for field, sentence in missing.items() if not getattr(said, field)}
    longest = {"question": LONGEST, "words": LONGEST, "opinion": LONGEST, "place": LONGEST_PLACE, "present": LONGEST_PRESENT}
    problems |= {
        field: f"Use at most {most:,} characters." for field, most in longest.items() if len(getattr(said, field)) > most
    }
    if said.read_back not in ReadBack.values:
        problems["read_back"] = "Choose whether it was read back to them."
    if said.said_at is None:
        problems["said_on"] = "Write the day and the time, such as 3 11 2026 and 10:40."
    elif not at - LONG_AGO <= said.said_at <= at:
        problems["said_on"] = "The day must be today or within the last year."
    return problems


def _written(
    case: Case, person: Person, said: Said, said_at: datetime, corrects: Statement | None, actor: Actor, at: datetime
) -> Statement:
    return Statement.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        person=person,
        question=said.question,
        words=said.words,
        said_at=said_at,
        place=said.place,
        present=said.present,
        read_back=said.read_back,
        opinion=said.opinion,
        within_limits=said.within_limits,
        taken_by_id=actor.member,
        corrects=corrects,
        recorded_at=at,
    )
