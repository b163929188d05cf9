"""The rulebook as a document that anybody can read."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upstander.desks.public.shapes import ChapterShape, chapters_of, terms_of
from upstander.rules import load_rulebook

RULEBOOK = "dorset"


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    rulebook = load_rulebook(RULEBOOK)
    chapters = _chapters()
    contents = [*((f"#{chapter.id}", chapter.title) for chapter in chapters), ("#names", "Names that the rules use")]
    shown = {"rulebook": rulebook, "chapters": chapters, "terms": terms_of(rulebook), "contents": contents}
    return render(request, "public/rules.html", shown)


@cache
def _chapters() -> tuple[ChapterShape, ...]:
    return chapters_of(load_rulebook(RULEBOOK))
