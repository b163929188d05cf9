"""How one family is reached: in which language, by which way, and how each message went."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.attempts import NONE_YET, attempt
from upstander.desks.school.shapes_delivery import all_to, way_of
from upstander.desks.school.views.case_pages import done, opened, page
from upstander.kernel.clock import now
from upstander.kernel.languages import LANGUAGES, TRANSLATED
from upstander.procedures.cases.say_language import say_language
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.cases.models import Family
from upstander.records.intake.asked_language import language_in_their_words


@staff_page(May.WRITE_TO_FAMILY)
def reached(request: StaffRequest, case_id: UUID, family_id: UUID) -> HttpResponse:
    errors: Mapping[str, str] = NONE_YET
    language = request.POST.get("language", "")
    if request.method == "POST":
        errors = attempt(lambda: say_language(actor=request.actor, family_id=family_id, language=language, at=now()))
        if not errors:
            return done(case_id, "language", "school:case_families")
    it = opened(request, case_id)
    rows = Family.objects.filter(case=it.case).select_related("child", "report")
    family = permitted(request.actor, May.WRITE_TO_FAMILY, rows, family_id)
    return page(
        request,
        "case_reached.html",
        it,
        back=reverse("school:case_families", args=[case_id]),
        title=f"How {family.child.name}’s family is reached",
        errors=errors,
        family=family,
        way=way_of(family.report),
        safe_way=family.report.safe_way if family.report else "",
        messages=all_to(request.actor, family.report_id) if family.report_id else [],
        asked_for=language_in_their_words(family.report) if family.report else "",
        languages=list(LANGUAGES.items()),
        language=language or family.language,
        translated=" and ".join(sorted(LANGUAGES[code] for code in TRANSLATED)),
    )
