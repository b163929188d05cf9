"""Writing down that a family does not agree with a letter, when they said so on the telephone, face to face or on paper."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.attempts import NONE_YET, as_typed, attempt, linked, typed_date
from upstander.desks.school.shapes_carers import carers_of
from upstander.kernel import clock
from upstander.procedures.telling.take_down_disagreement import take_down_disagreement
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.disclosures.disagreeing import next_stage
from upstander.records.disclosures.models import Complaint, Disclosure
from upstander.records.intake.models import Way


@staff_page(May.TAKE_DOWN_REPORT)
def disagree(request: StaffRequest, disclosure_id: UUID) -> HttpResponse:
    rows = Disclosure.objects.sent().defer("html", "text", "pdf", "large_pdf", "payload")
    letter = permitted(
        request.actor, May.TAKE_DOWN_REPORT, rows.select_related("family__child", "organisation", "case"), disclosure_id
    )
    typed, errors = request.POST, NONE_YET
    if request.method == "POST":
        errors = attempt(
            lambda: take_down_disagreement(
                actor=request.actor,
                letter_id=letter.pk,
                way=typed.get("way", ""),
                said_on=typed_date(typed, "said"),
                words=typed.get("words", ""),
                at=clock.now(),
            )
        )
    begun = Complaint.objects.visible_to(request.actor).filter(letter=letter).first()
    if begun and not errors:
        return redirect("school:complaint", begun.pk)
    return show(
        request,
        "school/letter_disagree.html",
        status=422 if errors else 200,
        now_at="school:cases",
        title=f"{letter.family.child.name}’s family does not agree",
        back=reverse("school:letter", args=[letter.pk]),
        letter=letter,
        carers=carers_of(request.actor, [letter.family.child_id]).get(letter.family.child_id, []),
        stage=None if letter.withdrawn_at else next_stage(letter),
        ways=Way.choices,
        typed=typed,
        said=as_typed(typed, "said"),
        errors=linked(errors, "said"),
    )
