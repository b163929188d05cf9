"""What no record holds and the police ask: one page at the desk, every question optional, each answer kept as it was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from upstander.kernel.problems import Problem
from upstander.kernel.typed import LONGEST, typed


class TooLong(Problem):
    """An answer is longer than can be kept. Nothing else about an answer is ever wrong."""


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    label: str
    hint: str = ""
    rows: int = 2


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    questions: tuple[Question, ...]


GENERAL = (
    Part(
        "Now",
        (
            Question("danger", "Is anybody in danger now?", "If so, ring 999 first. This page can wait."),
            Question("children", "Where are the children now?", "Each child in it, and who is with them"),
            Question("tonight", "What is the plan for tonight?", "Who is at home, who must not come near, who rings whom"),
        ),
    ),
    Part(
        "What happened",
        (
            Question(
                "threats",
                "The exact words of each threat",
                "Word for word, with who wrote it, to whom, when and where. Swear words too.",
                5,
            ),
            Question("demands", "Demands", "For money, pictures or anything else; what was paid or sent; bank or wallet details"),
            Question("prejudice", "Does it pick on a difference?", "Which, and what the child or family feels it is about"),
            Question("lost", "Has anything been lost or deleted?", "What, by whom, when"),
        ),
    ),
    Part(
        "Intimate images: words only",
        (
            Question(
                "image_kind",
                "Is it real, changed, or made by a computer?",
                "Only what somebody said. Do not look at it to answer this.",
            ),
            Question("image_who_has", "Who has it, and on which device or account is it?"),
        ),
    ),
    Part(
        "Done so far",
        (
            Question("platform", "What was reported to the app or platform?", "When, which reference, what it answered"),
            Question(
                "preservation",
                "Was the app or platform asked to keep the data?",
                "Apps keep what was deleted for a short time only",
            ),
            Question(
                "agencies", "Which other agencies know?", "Children’s social care with its reference, early help, CAMHS, GP"
            ),
            Question("earlier", "Earlier incidents and earlier police references"),
        ),
    ),
    Part(
        "What is asked",
        (
            Question(
                "ask",
                "What do you ask of the police?",
                "To investigate, to find out who is behind an account, to keep data, advice",
                3,
            ),
            Question("why_now", "Why now?"),
            Question("handling", "How is what is in here to be handled?", "Who must not learn of it, and why"),
        ),
    ),
    Part(
        "Who speaks for the school",
        (
            Question("phone", "Your telephone number", rows=1),
            Question("in_hours", "Single point of contact in school hours", "Name, role and direct line"),
            Question(
                "out_of_hours", "Single point of contact out of hours and in holidays", "Name, role and a number that is answered"
            ),
        ),
    ),
)

OF_A_PERSON = (
    Question("born", "Date of birth", rows=1),
    Question("gender", "Gender", rows=1),
    Question("contact", "How to reach them or their family", "Telephone, and when it is safe"),
    Question("relation", "How do they know each other?"),
    Question("needs", "Needs and vulnerabilities", "Disability, how they communicate, an interpreter"),
    Question("social_worker", "Social worker", rows=1),
    Question("injury", "Injury"),
)
OF_A_TARGETED_CHILD = (Question("impact", "What it does to them"), Question("wishes", "What they want to happen"))
KEPT_BACK = ("address", "contact")  # of a person, with why
WHY_KEPT_BACK = Question("withheld_because", "Why is it kept back?")


def names_for(people: Iterable[UUID]) -> list[str]:
    """The name of every field of the page."""
    own = [f"{question.name}-{id}" for id in people for question in (*OF_A_PERSON, *OF_A_TARGETED_CHILD)]
    return [*(question.name for part in GENERAL for question in part.questions), *own, WHY_KEPT_BACK.name]


def read_asked(given: Mapping[str, str], withheld: Iterable[str], people: Iterable[UUID]) -> dict[str, object]:
    """What was typed, as it was typed; empty answers are left out. Shapes: `withheld` are FIELD-PERSON of those in KEPT_BACK.

    Raises: TooLong.
    """
    everybody = list(people)
    answers = {name: words for name in names_for(everybody) if (words := typed(given.get(name, "")))}
    long = {name: f"Use at most {LONGEST:,} characters." for name, words in answers.items() if len(words) > LONGEST}
    if long:
        raise TooLong(long)
    could = {f"{field}-{id}" for id in everybody for field in KEPT_BACK}
    return {**answers, "withheld": sorted(set(withheld) & could)}
