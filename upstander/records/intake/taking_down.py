"""What a member of staff asks who writes a report down for somebody: the family's questions, worded for staff.

The answers have the shape that a family's have, so whatever reads a report need not know who typed it.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from upstander.records.intake.questions import OPEN, Field, Option, Question, front_matter, questions, wording

MUST = {  # "not known" is an answer to each but the words
    "danger-danger": "Choose whether anyone is in danger now. “I am not sure” is an answer.",
    "words-words": "Write what was said.",
    "where-any_online": "Choose whether any of it happens online or by phone. “Not known” is an answer.",
    "where-any_face_to_face": "Choose whether any of it happens face to face. “Not known” is an answer.",
    "images-child": "Choose whether any of it is a sexual picture of a child. “I do not know” is an answer.",
}


@cache
def staff_questions() -> tuple[Question, ...]:
    """In the order in which they are asked on the telephone."""
    words, _ = front_matter(wording("taking_down.md").read_text(encoding="utf-8"))
    asked = questions()
    return tuple(_for_staff(asked[each["id"]], each["title"], words) for each in words["questions"])


def _for_staff(question: Question, title: str, words: Mapping[str, Any]) -> Question:
    fields = tuple(_worded(field, f"{question.id}.{field.name}", words) for field in question.for_staff)
    return replace(question, title=title, hint="", body="", fields=fields)


def _worded(field: Field, place: str, words: Mapping[str, Any]) -> Field:
    """Staff leave a box empty when nothing was said: there is nothing to tick beside it."""
    return replace(
        field,
        label=words["labels"].get(place, field.label),
        hint=words["hints"].get(place, field.hint),
        heading=False,
        autocomplete="off" if field.kind in ("text", "email") else "",
        may_not=field.may_not and field.kind == "select",
        options=tuple(_option(option, words["left_open"]) for option in field.options),
        fields=tuple(_worded(inner, f"{place}.{inner.name}", words) for inner in field.fields),
        at_first=min(field.at_first, 1),
    )


def _option(option: Option, left_open: Mapping[str, str]) -> Option:
    """What is revealed speaks to a family."""
    text = left_open[option.value] if option.value in OPEN and option.text == OPEN[option.value] else option.text
    return replace(option, text=text, reveal="")


def unanswered(answers: Mapping[str, Any]) -> dict[str, str]:
    """What may not be left out, whoever tells it: a sentence for each question and field that has no answer."""
    missing = {}
    for place, sentence in MUST.items():
        question, _, field = place.partition("-")
        if not str((answers.get(question) or {}).get(field) or "").strip():
            missing[place] = sentence
    return missing
