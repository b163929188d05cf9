"""Notes: for colleagues, never sent."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.attempts import NONE_YET, attempt
from upstander.desks.school.views.case_pages import done, opened, page
from upstander.kernel import clock
from upstander.procedures.cases.write_note import write_note
from upstander.records.access.matrix import May
from upstander.records.cases.models import Note

SHOWN = 50


@staff_page(May.WRITE_NOTE)
def notes(request: StaffRequest, case_id: UUID) -> HttpResponse:
    errors = NONE_YET
    words = request.POST.get("words", "")
    if request.method == "POST":
        errors = attempt(lambda: write_note(actor=request.actor, case_id=case_id, words=words, at=clock.now()))
        if not errors:
            return done(case_id, "note")
    it = opened(request, case_id)
    written = Note.objects.visible_to(request.actor).filter(case=it.case).select_related("written_by").order_by("-at", "-id")
    return page(request, "case_notes.html", it, title="Notes", errors=errors, words=words, notes=list(written[:SHOWN]))
