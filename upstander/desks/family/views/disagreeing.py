"""“I do not agree”: what the steps of the school's complaints procedure are, and beginning the next one."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upstander.desks.family.door import comes_too_often, family_page, is_ours
from upstander.desks.family.returning import holder_of_pass
from upstander.desks.family.views.back import ADDED_WITHIN, MOST_ADDED, ask_code
from upstander.desks.frame import errors
from upstander.desks.frame.reading import tidy
from upstander.kernel.actor import Actor
from upstander.kernel.clock import now
from upstander.procedures.returning import disagree as disagreeing
from upstander.records.access.asking import asking
from upstander.records.disclosures.disagreeing import answer_by, next_stage
from upstander.records.disclosures.models import Complaint, Disclosure
from upstander.records.organisations.complaining import stages_of


@family_page
def disagree(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    actor = holder_of_pass(request)
    if request.method == "POST":
        return _begin(request, actor, letter_id)
    return _page(request, actor, letter_id) if actor else redirect("family:back")


def _begin(request: HttpRequest, actor: Actor | None, letter_id: UUID) -> HttpResponse:
    words = tidy(request.POST.get("words", ""))
    if not is_ours(request):
        return errors.answer(request, 403, kept=dict(request.POST.lists()))
    if actor is None:
        return ask_code(request, words=words)
    if comes_too_often(request, "disagree", MOST_ADDED, ADDED_WITHIN):
        return errors.answer(request, 429, kept=dict(request.POST.lists()))
    try:
        disagreeing.disagree(actor, letter_id, words, at=now())
    except disagreeing.NoSuchLetter as none:
        raise Http404 from none
    except (disagreeing.CannotDisagree, disagreeing.TooLong) as problem:
        return _page(request, actor, letter_id, problem=str(problem), words=words)
    return _page(request, actor, letter_id)


def _page(request: HttpRequest, actor: Actor, letter_id: UUID, *, problem: str = "", words: str = "") -> HttpResponse:
    with asking(actor):
        letter = (
            Disclosure.objects.visible_to(actor)
            .defer("html", "text", "pdf", "large_pdf", "payload")
            .select_related("organisation")
        )
        found = letter.filter(pk=letter_id).first()
        if found is None:
            raise Http404
        complaint = Complaint.objects.visible_to(actor).filter(letter=found).first()
        stage = None if complaint else next_stage(found)
        context = {
            "title": "You do not agree",
            "back": reverse("family:letter", args=[letter_id]),
            "letter": found,
            "school": found.organisation,
            "complaint": complaint,
            "stage": stage,
            "stages": stages_of(found.organisation, found.composed_at),
            "by": answer_by(found, stage, now()) if stage else None,
            "errors": {"words": problem} if problem else {},
            "words": words,
        }
        return render(request, "family/disagree.html", context, status=422 if problem else 200)
