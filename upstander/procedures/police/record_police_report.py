"""Write down that the police were told, and what they gave back: reference, officer, when they come back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.kernel.problems import Problem
from upstander.kernel.school_days import closing
from upstander.kernel.typed import LONGEST, typed, typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.assessing import assess, fulfil, put_on_record
from upstander.records.assessments.models import Duty, FactSource, Verdict
from upstander.records.audit import recording
from upstander.records.cases.models import Case
from upstander.records.investigations.limits import ASK_LITTLE
from upstander.records.investigations.police import ASK_POLICE, LooksInto, PoliceReport, Told

LONG_AGO, FAR_OFF = timedelta(days=366), timedelta(days=366)
LONGEST_OF = {
    "who": 200,
    "force": 200,
    "log_reference": 100,
    "crime_reference": 100,
    "officer": 200,
    "reach": 300,
    "words": LONGEST,
}
THE_SCHOOL_TOLD = frozenset({Told.EMERGENCY, Told.NON_EMERGENCY, Told.ONLINE, Told.IN_PERSON})
SUSPECTED = "other_crime_suspected"


class NotRecorded(Problem):
    """How, when or by whom the police were told, or a day that cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What was said with the police, as it was typed. A reference may be missing: they do not always give one at once."""

    how: str
    at: datetime | None
    who: str
    looks_into: str
    force: str = ""
    log_reference: str = ""
    crime_reference: str = ""
    officer: str = ""
    reach: str = ""
    next_update_on: date | None = None
    words: str = ""


def record_police_report(*, actor: Actor, case_id: UUID, spoken: Spoken, at: datetime) -> PoliceReport:
    """That the school reported does its duty to. Where the police look into it, the rulebook then asks for the basic facts only.

    Also on a closed case: the police may come back when the school is done.
    Raises: NotPermitted; NotRecorded, with a sentence for each field.
    """
    rows = Case.objects.select_for_update(of=("self",)).select_related("assessment__organisation", "lead")
    case = permitted(actor, May.TELL_POLICE, rows, case_id)
    if problems := _problems(spoken, at):
        raise NotRecorded(problems)
    report = _kept(case, spoken, actor, at)
    if report.how in THE_SCHOOL_TOLD:
        reference = report.reference or "no reference yet"
        fulfil(case.assessment, {"report_to_police"}, by=actor, at=at, note=f"{report.get_how_display()}: {reference}"[:300])
    _ask_again(case, report, actor, at)
    if report.looks_into == LooksInto.YES and not _is_limited(case):
        put_on_record(case.assessment, {SUSPECTED: "yes"}, source=FactSource.RECORD, by=actor, at=at, source_id=report.pk)
        assess(case.assessment, at=at)
    recording.record(actor, "police_report_recorded", "case", case.pk, at=at, report=str(report.pk), how=report.how)
    return report


def _kept(case: Case, it: Spoken, actor: Actor, at: datetime) -> PoliceReport:
    return PoliceReport.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        how=it.how,
        at=it.at or at,
        who=typed_line(it.who),
        force=typed_line(it.force),
        log_reference=typed_line(it.log_reference),
        crime_reference=typed_line(it.crime_reference),
        officer=typed_line(it.officer),
        reach=typed_line(it.reach),
        next_update_on=it.next_update_on,
        looks_into=it.looks_into,
        words=typed(it.words),
        recorded_by_id=actor.member,
        recorded_at=at,
    )


def _ask_again(case: Case, report: PoliceReport, actor: Actor, at: datetime) -> None:
    """Whatever was to be asked of them before has been; on the day of the next update somebody asks."""
    Duty.objects.open().filter(assessment=case.assessment_id, duty=ASK_POLICE).update(done_at=at, done_by=actor.name)
    if report.next_update_on is None:
        return
    Duty.objects.create(
        organisation_id=case.organisation_id,
        assessment_id=case.assessment_id,
        duty=ASK_POLICE,
        about_id=report.pk,
        actor="school",
        due_at=closing(report.next_update_on),
        raised_at=at,
        owner=case.lead if case.lead.until is None else None,
    )


def _is_limited(case: Case) -> bool:
    outcome = Verdict.objects.filter(assessment=case.assessment_id, superseded_at=None).values_list("outcome", flat=True).first()
    duties = (outcome or {}).get("duties", ())
    return any(it["id"] == ASK_LITTLE and it["status"] == "required" for it in duties)


def _problems(it: Spoken, at: datetime) -> dict[str, str]:
    problems = {}
    if it.how not in Told.values:
        problems["how"] = "Choose how they were told."
    if it.at is None:
        problems["on"] = "Write the day and the time, such as 3 11 2026 and 14:05."
    elif not at - LONG_AGO <= it.at <= at:
        problems["on"] = "It must be within the last year, and not in the future."
    if not typed_line(it.who):
        problems["who"] = "Write who spoke with them."
    if it.looks_into not in LooksInto.values:
        problems["looks_into"] = "Choose what they said."
    if it.next_update_on and not in_london(at).date() <= it.next_update_on <= in_london(at + FAR_OFF).date():
        problems["next_update_on"] = "The day must be today or within a year."
    long = {name: f"Use at most {most:,} characters." for name, most in LONGEST_OF.items() if len(getattr(it, name)) > most}
    if len(it.words) > LONGEST:
        long["words"] = f"Use at most {LONGEST:,} characters."
    return problems | long
