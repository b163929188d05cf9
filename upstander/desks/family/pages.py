"""Draw one page of the report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from upstander.desks.family.door import hand_key
from upstander.desks.family.schools import Choice, offered
from upstander.desks.family.shapes import Notice, RefusedFile, ShownFile, shown_file
from upstander.desks.frame.asking import shown_fields
from upstander.kernel.actor import reporter
from upstander.kernel.shown import harmless
from upstander.records.access.asking import asking
from upstander.records.evidence.models import Item
from upstander.records.evidence.taking_in import NotTaken
from upstander.records.intake.draft_keys import DraftKey
from upstander.records.intake.questions import before, questions
from upstander.records.intake.saving import Progress
from upstander.records.intake.saying import in_words

CHECK = "check"


@dataclass(frozen=True, slots=True)
class Page:
    """What is special about showing a question this time. Everything else follows from the draft.

    `answer`, `problems` and `seen` stand in for the draft's when what was just sent could not be saved;
    `from_memory` draws the page without asking the database.
    """

    question_id: str
    progress: Progress | None = None
    key: DraftKey | None = None
    then: str = ""
    answer: Mapping[str, Any] | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    seen: int | None = None
    notices: Sequence[Notice] = ()
    more: str = ""
    found: Sequence[Choice] = ()
    not_taken: Sequence[NotTaken] = ()
    status: int = 200
    from_memory: bool = False


def show(request: HttpRequest, page: Page) -> HttpResponse:
    progress, question = page.progress, questions()[page.question_id]
    key = progress.key if progress else page.key
    saved = progress.answer(question.id) if progress else {}
    answer = saved if page.answer is None else page.answer
    context: dict[str, Any] = {
        "title": question.title,
        "question": question,
        "address": address(question.id),
        "here": address(question.id, page.then),
        "back": address(*((CHECK,) if page.then else (before(question.id),))) if before(question.id) else "",
        "saved_at": progress.saved_at if progress else None,
        "errors": dict(page.problems),
        "problems": page.problems,
        "notices": page.notices,
        "key": key.word if key else "",
        "then": page.then,
        "seen": page.seen if page.seen is not None else (progress.version(question.id) if progress else 0),
        "answer": answer,
        "fields": shown_fields(question.for_families, answer, page.problems, page.more),
        **_particular(page, progress),
    }
    template = f"family/{question.id}.html" if question.id in ("school", "evidence", CHECK) else "family/question.html"
    response = render(request, template, context, status=page.status)
    return hand_key(response, key) if key else response


def address(question_id: str, then: str = "") -> str:
    """Where a question lives; `then` is where one goes after answering it."""
    if question_id == next(iter(questions())) and not then:
        return reverse("family:start")
    place = reverse("family:question", args=[question_id])
    return f"{place}?then={then}" if then else place


def _particular(page: Page, progress: Progress | None) -> dict[str, Any]:
    """What single pages show beside the question."""
    if page.question_id == "school":
        return {"offered": [] if page.from_memory else offered(), "found": page.found}
    if page.question_id == "evidence":
        refused = [RefusedFile(harmless(each.name) or "a file without a name", each.why) for each in page.not_taken]
        return {"files": _files(page, progress), "not_taken": refused}
    if page.question_id == CHECK:
        school = progress.answer("school") if progress else {}
        return {
            "school_name": school.get("name", ""),
            "can_send": bool(school.get("organisation")),
            "files": _files(page, progress),
            "sections": in_words(progress.answers if progress else {}),
            "address_of": lambda question_id: address(question_id, CHECK),
        }
    return {}


def _files(page: Page, progress: Progress | None) -> list[ShownFile]:
    """The files kept so far. Nobody can have any before answering that page."""
    if progress is None or page.from_memory or not progress.version("evidence"):
        return []
    actor = reporter(progress.key.draft_id)
    with asking(actor):
        return [shown_file(item) for item in Item.objects.visible_to(actor).present().order_by("position")]
