"""The rulebooks as documents that anybody can read."""

from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upstander.desks.frame.addresses import address
from upstander.desks.public.shapes import ChapterShape, Way, chapters_of, terms_of, ways_of
from upstander.records.intake.family_words import FamilyWords, in_family_words
from upstander.rules import known_rulebooks, load_rulebook

FIRST = "dorset"
MORE = (("#for-families", "In plain words, for families"), ("#names", "Names that the rules use"))
SCHOOL = "Your school"


@require_safe
def rules(request: HttpRequest, id: str = FIRST) -> HttpResponse:
    if id not in known_rulebooks():
        raise Http404(f"there is no rulebook {id[:60]}")
    rulebook, chapters = load_rulebook(id), _chapters(id)
    shown = {
        "rulebook": rulebook,
        "ways": _ways(id),
        "chapters": chapters,
        "family_words": _family_words(id),
        "terms": terms_of(rulebook),
        "contents": [("#ways", "Where a report can go"), *((f"#{chapter.id}", chapter.title) for chapter in chapters), *MORE],
        "others": [(_address(other), load_rulebook(other).title) for other in known_rulebooks() if other != id],
    }
    return render(request, "public/rules.html", shown)


def _address(id: str) -> str:
    return address("public:rules") if id == FIRST else address("public:rulebook", id)


@cache
def _chapters(id: str) -> tuple[ChapterShape, ...]:
    return chapters_of(load_rulebook(id))


@cache
def _ways(id: str) -> tuple[Way, ...]:
    return ways_of(load_rulebook(id))


@cache
def _family_words(id: str) -> tuple[tuple[str, list[FamilyWords]], ...]:
    """What the rulebook can answer, as families read it: routes and duties in the order of the vocabulary."""
    rulebook = load_rulebook(id)
    routes = {route for rule in rulebook.rules for route in rule.routes}
    duties = {duty for rule in rulebook.rules for duty in rule.duties}
    return (
        ("Where it goes", in_family_words("routes", [id for id in rulebook.vocabulary.routes if id in routes], SCHOOL)),
        ("What has to be done", in_family_words("duties", [id for id in rulebook.vocabulary.duties if id in duties], SCHOOL)),
    )
