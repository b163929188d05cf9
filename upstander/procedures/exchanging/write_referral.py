"""Write a referral to the school of another child: kept as it is typed, shown as they will see it, and not sent yet."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed, typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import NotPermitted, permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Case, Involvement, Part
from upstander.records.disclosures.exchange import Exchange, ExchangeKind
from upstander.records.disclosures.exchange_checked import may_stand
from upstander.records.disclosures.referring import Words, files_of, incidents_of, named_in_referral
from upstander.records.organisations.models import School
from upstander.records.people.models import Person

LONGEST = 4_000
LATEST = timedelta(days=92)
THEIRS = (Part.DISPLAYING, Part.TOOK_PART, Part.TARGETED, Part.SAW)


class NotWritten(Problem):
    """The school, the words or the day are missing or cannot be."""


def write_referral(*, actor: Actor, case_id: UUID, pupil_id: UUID, words: Words, at: datetime) -> Exchange:
    """Missing evidence never stops it. What was written before and not sent is written anew.

    Raises: NotPermitted; CaseIsClosed; NotWritten and NamesOthers, with a sentence for each field.
    """
    case = permitted(actor, May.EXCHANGE, Case.objects.select_for_update(of=("self",)), case_id).still_open()
    pupil, school = _pupil(case, pupil_id), School.objects.open().filter(pk=words.urn or 0).first()
    words = _tidied(case, words)
    problems = _problems(words, school, at)
    if problems or school is None:
        raise NotWritten(problems)
    if school.pk == case.organisation.school_id:
        raise NotWritten("That is your own school. Choose the school that the other child goes to.", field="school")
    exchange = _in_hand(actor, case, pupil, at)
    exchange.other = getattr(school, "organisation", None)
    exchange.other_urn, exchange.other_name, exchange.title = school.pk, school.name, pupil.name
    exchange.hoped_by, exchange.draft = words.hoped_by, words.to_json()
    may_stand(named_in_referral(exchange, words), words.let_stand, words.because)
    exchange.save()
    recording.record(actor, "referral_written", "case", case.pk, at=at, exchange=str(exchange.pk), to=school.pk)
    return exchange


def _pupil(case: Case, pupil_id: UUID) -> Person:
    parts = Involvement.objects.current().filter(case=case, person_id=pupil_id, part__in=THEIRS, person__is_child=True)
    part = parts.select_related("person").first()
    if part is None:
        raise NotPermitted("nobody of this case")
    return part.person


def _in_hand(actor: Actor, case: Case, pupil: Person, at: datetime) -> Exchange:
    before = Exchange.objects.filter(case=case, pupil=pupil, sent_at=None).first()
    return before or Exchange(
        organisation=case.organisation,
        kind=ExchangeKind.REFERRAL,
        began_here=True,
        subject_id=case.pk,
        case=case,
        pupil=pupil,
        begun_at=at,
        begun_by_id=actor.member,
    )


def _tidied(case: Case, words: Words) -> Words:
    """Only incidents and files of this case, and no more than was typed."""
    return replace(
        words,
        what=typed(words.what),
        done=typed(words.done),
        question=typed(words.question),
        image=typed(words.image),
        because=typed_line(words.because),
        incidents=tuple(it.pk for it in incidents_of(case, words.incidents)),
        files=tuple(it.pk for it in files_of(case, words.files)),
    )


def _problems(words: Words, school: School | None, at: datetime) -> dict[str, str]:
    problems = {}
    if school is None:
        problems["school"] = "Find the school by its name or postcode, and choose it."
    if not words.what:
        problems["what"] = "Write what happened, so that they can look into it: a few sentences are enough."
    for name in ("what", "done", "question", "image"):
        if len(getattr(words, name)) > LONGEST:
            problems[name] = f"This has {len(getattr(words, name)):,} characters. Use at most {LONGEST:,}."
    if words.files and not words.no_images:
        problems["no_images"] = "Confirm that none of the files shows a sexual picture of a child. Describe it instead."
    return problems | _check_day(words.hoped_by, in_london(at).date())


def _check_day(day: date | None, today: date) -> dict[str, str]:
    if day is None:
        return {"hoped_by": "Write the day by which you hope for an answer, such as 3 12 2026."}
    if not today < day <= today + LATEST:
        return {"hoped_by": "The day must be after today and within three months."}
    return {}
