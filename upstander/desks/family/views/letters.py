"""The letter that tells a family what was decided: as a page, and as a PDF."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from markupsafe import Markup

from upstander.desks.family.door import family_page, is_ours
from upstander.desks.family.returning import holder_of_pass
from upstander.kernel.clock import now
from upstander.procedures.returning import acknowledge_letter as acknowledging
from upstander.procedures.returning.open_letter import NoSuchLetter, open_letter
from upstander.records.disclosures.models import Disclosure


@family_page
def letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    if request.method == "POST" and is_ours(request):
        return _acknowledged(request, letter_id)
    actor = holder_of_pass(request)
    if actor is None:
        return redirect("family:back")
    found = _opened(request, letter_id)
    context = {
        "title": "Letter from the school",
        "back": reverse("family:back"),
        "letter": found,
        "policy": found.payload.get("projection", {}).get("policy"),
        "body": Markup(found.html),  # noqa: S704  (rendered by disclosures/rendering, sealed, and looked at before it was sent)
    }
    return render(request, "family/letter.html", context)


def _opened(request: HttpRequest, letter_id: UUID) -> Disclosure:
    actor = holder_of_pass(request)
    if actor is None:
        raise Http404
    try:
        return open_letter(actor, letter_id, at=now())
    except NoSuchLetter as none:
        raise Http404 from none


def _acknowledged(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    actor = holder_of_pass(request)
    if actor is None:
        return redirect("family:back")
    try:
        acknowledging.acknowledge_letter(actor, letter_id, at=now())
    except acknowledging.NoSuchLetter as none:
        raise Http404 from none
    return redirect("family:letter", letter_id)


@family_page
def pdf(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    if holder_of_pass(request) is None:
        return redirect("family:back")
    found = _opened(request, letter_id)
    large = request.GET.get("print") == "large" and found.large_pdf is not None
    response = HttpResponse(bytes((found.large_pdf if large else found.pdf) or b""), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="letter{"-large-print" if large else ""}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
