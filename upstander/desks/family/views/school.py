"""Which school: chosen from the few that receive reports here, or found in the register."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse

from upstander.desks.family import schools
from upstander.desks.family.door import UNREACHABLE, family_page, is_ours, presented_key
from upstander.desks.family.pages import Page, address, show
from upstander.desks.family.shapes import Notice
from upstander.desks.family.views.report import CANNOT_SAVE, ask, not_ours, save, save_and_go_on, seen_of, then_of
from upstander.desks.frame.reading import tidy
from upstander.procedures.reporting.save_answer import AlreadySent, AnsweredElsewhere

NONE_CHOSEN = "Choose a school, or type part of its name or its postcode."
NOT_FOUND = "We found no school like that. Try one word of its name, its town, or its postcode."
SEVERAL = "There are several. Choose one."
MORE = "There are more than we can show. Type more of the name, or the postcode."
MOST_TYPED = 100


@family_page
def school(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return ask(request, "school")
    typed = tidy(request.POST.get("sought", "")).strip()[:MOST_TYPED]
    page = Page(
        "school",
        key=presented_key(request),
        then=then_of(request),
        answer={"sought": typed},
        seen=seen_of(request),
        from_memory=True,
    )
    if not is_ours(request):
        return not_ours(request, page)
    try:
        return _answered(request, page, typed)
    except UNREACHABLE:
        return show(request, replace(page, notices=[CANNOT_SAVE], status=503))


def _answered(request: HttpRequest, page: Page, typed: str) -> HttpResponse:
    """What is typed anew goes before what was chosen before."""
    page = replace(page, from_memory=False)
    picked = request.POST.get("school", "")
    if typed and (typed != request.POST.get("sought_before", "") or not picked):
        looked = schools.look_for(typed)
        if looked.answer:
            return _take(request, page, looked.answer)
        problem = MORE if looked.are_more else SEVERAL if looked.found else NOT_FOUND
        field = "found" if looked.found else "sought"
        return show(request, replace(page, found=looked.found, problems={field: problem}, status=422))
    answer = schools.chosen(picked) if picked else None
    if answer is None:
        return show(request, replace(page, problems={"sought": NONE_CHOSEN}, status=422))
    return _take(request, page, answer)


def _take(request: HttpRequest, page: Page, answer: dict[str, Any]) -> HttpResponse:
    if not answer["organisation"]:
        return _cannot_receive(request, page, answer)
    change = address("school", page.then)
    told = Notice(f"This goes to {answer['name']}", "", "school")
    return save_and_go_on(request, page, answer, lambda: [replace_words(told, change)])


def replace_words(notice: Notice, change: str) -> Notice:
    from markupsafe import Markup

    return replace(notice, words=Markup('<p><a class="govuk-link" href="{}">Change the school</a></p>').format(change))


def _cannot_receive(request: HttpRequest, page: Page, answer: dict[str, Any]) -> HttpResponse:
    """Say at once that this school is not here, and keep the answer so that nothing has to be typed again."""
    try:
        progress, _ = save(request, page, answer)
    except (AlreadySent, AnsweredElsewhere):
        return save_and_go_on(request, page, answer)
    return show(request, Page("school", progress, then=page.then, status=200))
