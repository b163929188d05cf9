"""Incidents: what happened each time, proposed by what reports say and confirmed by a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from upstander.desks.frame.addresses import address
from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school import incident_form as form
from upstander.desks.school.attempts import NONE_YET, attempt
from upstander.desks.school.shapes_case import reports_of
from upstander.desks.school.shapes_incidents import incidents_of, when_of
from upstander.desks.school.shapes_open import open_questions
from upstander.desks.school.shapes_report import Words, words_of
from upstander.desks.school.shapes_statements import people_to_ask
from upstander.desks.school.views.case_pages import Opened, done, opened, page
from upstander.kernel import clock
from upstander.procedures.looking_into.write_incident import known_apps, write_incident
from upstander.records.access.matrix import May
from upstander.records.cases.models import Part
from upstander.records.intake.models import Report
from upstander.records.investigations.incidents import Incident, Known, Place

HERE = "school:case_incidents"
ANSWERS = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]


@staff_page(May.WRITE_INCIDENT)
def incidents(request: StaffRequest, case_id: UUID) -> HttpResponse:
    it = opened(request, case_id)
    found = incidents_of(request.actor, it.case, it.file)
    return page(
        request,
        "case_incidents.html",
        it,
        title="What happened, each time",
        incidents=found.lines,
        not_written_out=found.not_written_out,
        assessment=it.case.assessment_id,
        questions=open_questions(request.actor, it.case, found.said),
    )


@staff_page(May.WRITE_INCIDENT)
def write(request: StaffRequest, case_id: UUID) -> HttpResponse:
    it = opened(request, case_id)
    errors = _attempt(request, it)
    if errors is None:
        return done(case_id, "incident", HERE)
    report = _report(request, it)
    return _form(request, it, errors, form.proposed(report, it.file), title="Write down what happened", report=report)


@staff_page(May.WRITE_INCIDENT)
def put_right(request: StaffRequest, case_id: UUID, incident_id: UUID) -> HttpResponse:
    """What stood there stays on record beside it."""
    it = opened(request, case_id)
    errors = _attempt(request, it, incident_id)
    if errors is None:
        return done(case_id, "incident", HERE)
    rows = Incident.objects.visible_to(request.actor).standing().filter(case=it.case, pk=incident_id)
    earlier = rows.first()
    if earlier is None:
        raise Http404
    filled = form.of(earlier, earlier.parts.values_list("person_id", "part"))
    return _form(request, it, errors, filled, title="Put it right", earlier=earlier, earlier_when=when_of(earlier))


def _attempt(request: StaffRequest, it: Opened, puts_right: UUID | None = None) -> Mapping[str, str] | None:
    """What stands in the way; nothing at all when it is done."""
    if request.method != "POST":
        return NONE_YET
    told = form.told_by(request.POST, [id for id, _ in people_to_ask(it.file)])
    errors = attempt(
        lambda: write_incident(actor=request.actor, case_id=it.case.pk, told=told, at=clock.now(), puts_right=puts_right)
    )
    return errors or None


def _report(request: StaffRequest, it: Opened) -> Report | None:
    """The report from which it is written out, if it is one of this case."""
    asked = request.POST.get("report", "") or request.GET.get("report", "")
    ids = {str(line.id) for line in reports_of(it.file)}
    return Report.objects.visible_to(request.actor).filter(pk=asked).first() if asked in ids else None


def _form(
    request: StaffRequest,
    it: Opened,
    errors: Mapping[str, str],
    filled: form.Filled,
    *,
    report: Report | None = None,
    **more: Any,
) -> HttpResponse:
    people = people_to_ask(it.file)
    if request.method == "POST":
        filled = form.as_sent(request.POST, [id for id, _ in people])
    said: Words | None = words_of(report) if report else None
    return page(
        request,
        "case_incident.html",
        it,
        back=address(HERE, it.case.pk),
        errors=_placed(errors, filled.words.get("known", "")),
        filled=filled,
        said=said,
        people=people,
        case_parts=Part.choices,
        reports=[("", "None of them"), *((str(line.id), f"{line.reference}, {line.from_whom}") for line in reports_of(it.file))],
        knowns=Known.choices,
        places=Place.choices,
        answers=ANSWERS,
        apps=list(known_apps().items()),
        **more,
    )


def _placed(errors: Mapping[str, str], known: str) -> dict[str, str]:
    """Under the ids of the fields that are shown for what was chosen."""
    ids = {"from_on": f"{known}_on-day", "from_time": "time_at", "until_on": "between_until-day"}
    return {ids.get(field, field): sentence for field, sentence in errors.items()}
