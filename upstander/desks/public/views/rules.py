"""The rulebooks as documents that anybody can read."""

from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upstander.desks.frame.addresses import address
from upstander.desks.public.shapes import ChapterShape, chapters_of, terms_of
from upstander.rules import known_rulebooks, load_rulebook

FIRST = "dorset"


@require_safe
def rules(request: HttpRequest, id: str = FIRST) -> HttpResponse:
    if id not in known_rulebooks():
        raise Http404(f"there is no rulebook {id[:60]}")
    rulebook, chapters = load_rulebook(id), _chapters(id)
    shown = {
        "rulebook": rulebook,
        "chapters": chapters,
        "terms": terms_of(rulebook),
        "contents": [*((f"#{chapter.id}", chapter.title) for chapter in chapters), ("#names", "Names that the rules use")],
        "others": [(_address(other), load_rulebook(other).title) for other in known_rulebooks() if other != id],
    }
    return render(request, "public/rules.html", shown)


def _address(id: str) -> str:
    return address("public:rules") if id == FIRST else address("public:rulebook", id)


@cache
def _chapters(id: str) -> tuple[ChapterShape, ...]:
    return chapters_of(load_rulebook(id))
