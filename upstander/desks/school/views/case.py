"""One case: above it the verdict, on the left what to do and what happened, on the right what is known."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from upstander.desks.frame.addresses import address
from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.keysets import read_key
from upstander.desks.school.places import keep_place
from upstander.desks.school.shapes_case import abilities_of, after_of, head_of, people_of, plan_of, police_in, reports_of
from upstander.desks.school.shapes_families import families_of
from upstander.desks.school.shapes_report import Doing, open_and_past
from upstander.desks.school.shapes_timeline import GROUPS, place, timeline_of
from upstander.desks.school.shapes_verdict import brief_of
from upstander.desks.school.through import through
from upstander.desks.school.views.report import changed_by
from upstander.kernel import clock
from upstander.procedures.cases.read_case import read_case
from upstander.records.access.matrix import May
from upstander.records.cases.models import Case, CaseState
from upstander.records.disclosures.casefile import Found, case_file
from upstander.records.disclosures.chronology import ON_THE_CASE, SIZE, happened
from upstander.records.disclosures.whole_case import whole_case

WHOLE = 2_000  # happenings on one page, for a printer
DONE = {
    "person": "They are part of this case now.",
    "part": "The part was changed. The earlier one stays on record.",
    "names": "The names are kept. No letter to another family may have them.",
    "note": "The note is kept. It is never sent.",
    "message": "It waits behind their code. Where there is an address, an e-mail says that there is something to read.",
    "finding": "The finding is recorded. Now each family is told.",
    "measure": "It is recorded, for this child’s family only.",
    "family": "It is recorded which report is theirs.",
    "carer": "It is written down, and shown to whoever writes to this family.",
    "carer_ended": "It is ended. What was written stays on record.",
    "not_told": "The reason is on record.",
    "looked_again": "It is on record that the reason was looked at again. It stays as it was decided.",
    "after_all": "They wait to be told. That they were not to be told is kept in the notes.",
    "closed": "The case is closed.",
    "statement": "The statement is kept, word for word. It cannot be changed.",
    "link_withdrawn": "The link opens nothing any more.",
    "step": "It is in the plan.",
    "step_done": "It is done, with what came of it.",
    "step_dropped": "It is dropped, with why. It stays on record.",
    "incident": "It is written down. In the chronology it stands when it happened, and when it was written down.",
    "device": "It is recorded, and stays as it is. What happens next is written beside it.",
    "device_searched": "The search is recorded, and stays as it is.",
    "device_followed": "It is written down beside the device.",
    "staff_support": "It is written down. Only safeguarding leads, the headteacher and you read it.",
    "check": "The answer is kept, word for word.",
    "settled": "What came of it is on record.",
    "reopened": "The case is open again. How it had been closed stays on record.",
    "police": "It is written down. Now tell each family that the school has reported it.",
    "lead": "Somebody else leads the case now.",
    "given": "They can open the case and its reports now.",
    "taken_back": "They cannot open the case any more.",
    "stopped": "The clock is stopped. What is urgent is due as before.",
    "started": "The clock goes on.",
    "language": "From now on they are written to in that language, as far as the wording exists in it.",
    "conflict": "They cannot open the case or its reports any more.",
}
PLACES = {
    "investigate": "school:case_finding",
    "limited_fact_finding": "school:case_plan",
    "record_decision_and_reasons": "school:case_finding",
    "tell_target_family_outcome": "school:case_families",
    "tell_other_family": "school:case_families",
    "decide_who_may_be_told": "school:case_families",
    "reach_family": "school:case_families",
    "support_target": "school:case_measures",
    "support_child_displaying": "school:case_measures",
    "safety_plan": "school:case_measures",
    "apply_policy_sanctions": "school:case_measures",
    "secure_device": "school:case_devices",
    "support_staff": "school:case_staff_support",
    "contact_other_school": "school:case_schools",
    "chase_other_school": "school:case_schools",
    "identify_other_party": "school:case_people",
    "review_date": "school:case_checks",
    "answer_complaint": "school:case_families",
    "report_to_police": "school:case_police",
    "prepare_police_pack": "school:case_police_ask",
    "ask_police_update": "school:case_police",
    "review_not_telling": "school:case_families",
}


@staff_page(May.READ_REPORT)
def case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    at, actor = clock.now(), request.actor
    opened = read_case(actor=actor, case_id=case_id, at=at)
    whole = whole_case(opened, most=ON_THE_CASE)
    file, child, rulebook = whole.file, opened.assessment.report.child_name, opened.organisation.rulebook
    open_duties, past_duties = open_and_past(file.duties, Doing(child, actor.member, rulebook, at, places_in(opened)))
    shown = show(
        request,
        "school/case.html",
        now_at="school:cases",
        title=opened.title,
        here=address("school:case", opened.pk),
        case=head_of(opened, file.found),
        found=file.found,
        can=abilities_of(actor, opened),
        panel=brief_of(whole.standing, actor, opened.assessment, is_open=opened.state != CaseState.CLOSED),
        changed=changed_by(request, opened.assessment),
        open_duties=open_duties,
        past_duties=past_duties,
        timeline=timeline_of(whole.happened, rulebook=rulebook, child=child, at=at, most=ON_THE_CASE),
        people=[it for it in people_of(opened, file) if not it.ended],
        families=families_of(file, at),
        reports=reports_of(file),
        files=file.files,
        given=file.given_to,
        after=after_of(file),
        plan=plan_of(file, at),
        stopped=file.stopped,
        police=police_in(file),
        done=DONE.get(request.GET.get("done", ""), ""),
        through=through(request, actor, at, opened.pk),
    )
    return keep_place(shown, request, opened.pk)


@staff_page(May.READ_REPORT)
def history(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Everything that happened, of one sort or of all; thirty at a time, or the whole of it to print."""
    at, sort, is_whole = clock.now(), request.GET.get("show", ""), "whole" in request.GET
    opened = read_case(actor=request.actor, case_id=case_id, at=at)
    kinds, most = GROUPS[sort][1] if sort in GROUPS else (), WHOLE if is_whole else SIZE
    found = happened(opened, before=place(read_key(request.GET.get("before", ""))), most=most, kinds=kinds)
    child, rulebook = opened.assessment.report.child_name, opened.organisation.rulebook
    here = address("school:case_history", opened.pk)
    return show(
        request,
        "school/case_history.html",
        title="What happened",
        **top(request, opened, case_file(opened).found),
        timeline=timeline_of(found, rulebook=rulebook, child=child, at=at, most=most),
        filters=[
            {"text": text, "href": f"{here}?show={name}" if name else here, "current": name == sort}
            for name, text in [("", "All"), *((name, text) for name, (text, _) in GROUPS.items())]
        ],
        further=f"?show={sort}&" if sort in GROUPS else "?",
        is_whole=is_whole,
    )


def places_in(case: Case) -> dict[str, str]:
    """Where each duty of a case is done."""
    return {duty: address(page, case.pk) for duty, page in PLACES.items()}


def top(request: StaffRequest, case: Case, found: Found | None = None) -> dict[str, Any]:
    """What each page under a case is given."""
    return {
        "now_at": "school:cases",
        "back": address("school:case", case.pk),
        "case": head_of(case, found),
        "can": abilities_of(request.actor, case),
    }
