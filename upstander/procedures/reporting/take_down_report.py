"""A member of staff writes down what somebody said: on the telephone, in a corridor, in a letter, or on paper before that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from upstander.kernel.actor import Actor
from upstander.kernel.clock import LONDON, in_london
from upstander.kernel.problems import Problem
from upstander.kernel.references import receipt_code
from upstander.kernel.typed import typed_line
from upstander.records.access.doors import make_code_key
from upstander.records.access.matrix import May
from upstander.records.access.models import Membership
from upstander.records.access.requiring import require
from upstander.records.assessments.assessing import fulfil
from upstander.records.assessments.taking import SAFEGUARDING
from upstander.records.audit import recording
from upstander.records.cases.calling import call
from upstander.records.cases.receiving import Incoming, put_before_school
from upstander.records.intake.models import Report, TakenDown, Way
from upstander.records.intake.taking_down import unanswered

TRIES = 5
MORNING = time(9, 0)
EARLIEST = 2000


class NotTakenDown(Problem):
    """Something about how it came is missing or cannot be, or a question that is always asked has no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """How it came and when, as it was typed: a day that does not exist is None. `written_…` are those of the paper, if any."""

    way: str
    said_on: date | None
    said_time: time | None = None
    is_from_paper: bool = False
    written_on: date | None = None
    written_time: time | None = None
    written_by: str = ""

    @property
    def said_at(self) -> datetime:
        assert self.said_on is not None
        return datetime.combine(self.said_on, self.said_time or MORNING, LONDON)

    @property
    def written_at(self) -> datetime | None:
        if not self.is_from_paper or self.written_on is None:
            return None
        return datetime.combine(self.written_on, self.written_time or MORNING, LONDON)


@dataclass(frozen=True, slots=True)
class Recorded:
    """`code` is empty where none was wanted, and when the same page was sent a second time."""

    report: Report
    code: str
    is_new: bool = True


def take_down_report(
    *, actor: Actor, once: UUID, came: Came, answers: Mapping[str, Any], with_code: bool, at: datetime
) -> Recorded:
    """Put what was said before the school as a family's own report would be. Time limits count from when it was said.

    `once` is the key of the page and becomes the report's: sent twice, it is recorded once.
    Raises: NotPermitted; NotTakenDown, with a sentence for each field.
    """
    require(actor, May.TAKE_DOWN_REPORT)
    before = TakenDown.objects.filter(report_id=once, recorded_by=actor.member).select_related("report__organisation").first()
    if before is not None:
        return Recorded(before.report, "", is_new=False)
    if problems := missing(came, answers, at):
        raise NotTakenDown(problems)
    for tries_left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return _recorded(actor, once, came, answers, with_code, at)
        except IntegrityError as clash:  # a reference that exists, or a page whose key is not ours
            if not tries_left:
                raise NotTakenDown("It could not be kept under this page’s number. Open the page anew and copy it.") from clash
    raise AssertionError("unreachable")


def missing(came: Came, answers: Mapping[str, Any], at: datetime) -> dict[str, str]:
    """A sentence for each field that is missing or cannot be."""
    problems = unanswered(answers)
    if came.way not in Way.values:
        problems["way"] = "Choose how it came."
    problems |= _check_day("said", came.said_on, came.said_time, at)
    if came.is_from_paper:
        problems |= _check_day("written", came.written_on, came.written_time, at)
        if not typed_line(came.written_by):
            problems["written_by"] = "Write who filled in the paper, or “not known”."
        elif len(typed_line(came.written_by)) > 200:
            problems["written_by"] = "Use at most 200 characters for the name."
    return problems


def _check_day(field: str, day: date | None, hour: time | None, at: datetime) -> dict[str, str]:
    what = "it was said" if field == "said" else "the paper was filled in"
    if day is None:
        return {field: f"Give the day on which {what}, such as {in_london(at):%-d %-m %Y}."}
    if day.year < EARLIEST:
        return {field: f"Write the year with four figures, such as {in_london(at).year}."}
    if datetime.combine(day, hour or time.min, LONDON) > at:
        return {field: f"That is still to come. Give the day and time at which {what}."}
    return {}


def _recorded(actor: Actor, once: UUID, came: Came, answers: Mapping[str, Any], with_code: bool, at: datetime) -> Recorded:
    school = Membership.objects.select_related("organisation").get(pk=actor.member).organisation
    said_at = min(came.said_at, at)
    answers = {**answers, "school": {"organisation": str(school.pk), "name": school.name}}
    report = put_before_school(Incoming(id=once, school=school, answers=answers, told_at=said_at, at=at))
    taken_down = _taken_down(report, came, said_at, actor, at)
    code = receipt_code() if with_code else ""
    if code:
        make_code_key(code, report_id=report.pk, organisation_id=school.pk, at=at)
        _tell(report, at)
    if actor.role in SAFEGUARDING:
        fulfil(report.assessment, ["inform_dsl"], by=actor, at=at)
    recording.record(
        actor, "taken_down", "report", report.pk, at=at, way=taken_down.way, said_at=said_at.isoformat(), code=with_code,
        digest=report.digest,
    )  # fmt: skip
    return Recorded(report, code)


def _taken_down(report: Report, came: Came, said_at: datetime, actor: Actor, at: datetime) -> TakenDown:
    written_at = came.written_at
    return TakenDown.objects.create(
        organisation_id=report.organisation_id,
        report=report,
        way=came.way,
        said_at=said_at,
        is_time_known=came.said_time is not None,
        recorded_at=at,
        recorded_by_id=actor.member,
        written_at=min(written_at, at) if written_at else None,
        written_by=typed_line(came.written_by) if written_at else "",
    )


def _tell(report: Report, at: datetime) -> None:
    """To be told that there is something to read helps only whoever has a code."""
    call(report, key=f"receipt:{report.pk}", at=at)
