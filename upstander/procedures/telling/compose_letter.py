"""Write the letter that tells one family the outcome for their own child."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Family
from upstander.records.disclosures.composing import LetterWords, compose, payload_of
from upstander.records.disclosures.delivering import step
from upstander.records.disclosures.models import Disclosure, DisclosureKind
from upstander.records.disclosures.naming import visible
from upstander.records.disclosures.others import named_in
from upstander.records.disclosures.projection import NothingToTell, Projection, project
from upstander.records.disclosures.showing import as_html, as_text
from upstander.records.outbox.queue import enqueue
from upstander.records.policies.models import Behaviour

LONGEST_TEXT = 2_000
LATEST_REVIEW = timedelta(days=366)
PURPOSE = "To tell a family the outcome for their own child"
LAWFUL_BASIS = "Public task: UK GDPR, Article 6(1)(e), for the school's duties on behaviour and safeguarding"


class NotALetter(Problem):
    """Something is missing, too long, or names a child of another family."""


class CannotWriteYet(Problem):
    """There is no finding, or the family has been told already."""


def compose_letter(
    *,
    actor: Actor,
    family_id: UUID,
    looked_into: str,
    why: str,
    behaviour: str,
    review_on: date | None,
    at: datetime,
    left_out: Collection[str] = (),
) -> Disclosure:
    """A letter that is still in hand is written anew, and has to be checked again.

    Raises: NotPermitted; CaseIsClosed; CannotWriteYet; NotALetter, with a sentence for each field.
    """
    rows = Family.objects.select_for_update(of=("self",)).select_related("case", "child")
    family = permitted(actor, May.COMPOSE_LETTER, rows, family_id)
    _may_be_written_to(family)
    shown = _projection(family, behaviour, left_out, at)
    texts = {"looked_into": visible(typed(looked_into)), "why": visible(typed(why))}
    problems = {**_names_of_others(family, texts, shown), **_missing(texts, behaviour, review_on, today=in_london(at).date())}
    if problems or review_on is None:
        raise NotALetter(problems)
    words = LetterWords(behaviour=behaviour, review_on=review_on, left_out=tuple(sorted(left_out)), **texts)
    letter = _kept(family, shown, words, actor, at)
    step(letter, "composed", by=actor, at=at)
    enqueue("render_letter", organisation_id=str(letter.organisation_id), disclosure_id=str(letter.pk))
    recording.record(actor, "letter_composed", "case", family.case_id, at=at, family=str(family.pk), letter=str(letter.pk))
    return letter


def _may_be_written_to(family: Family) -> None:
    family.case.still_open()
    if family.told_at:
        raise CannotWriteYet("This family has been told. Take the letter back first if something in it was wrong.")


def _projection(family: Family, behaviour: str, left_out: Collection[str], at: datetime) -> Projection:
    try:
        return project(family, behaviour=behaviour, at=at, left_out=left_out)
    except NothingToTell as reason:
        raise CannotWriteYet(str(reason)) from reason


def _missing(texts: dict[str, str], behaviour: str, review_on: date | None, *, today: date) -> dict[str, str]:
    problems = {}
    for field, asks in {"looked_into": "Write what was looked into.", "why": "Write why it was decided so."}.items():
        if not texts[field]:
            problems[field] = f"{asks} Use words for a parent."
        elif len(texts[field]) > LONGEST_TEXT:
            problems[field] = f"This has {len(texts[field]):,} characters. Use at most {LONGEST_TEXT:,}."
    if behaviour not in Behaviour.values:
        problems["behaviour"] = "Choose the kind of behaviour that the policy is cited for."
    if review_on is None:
        problems["review_on"] = "Write the day on which you look at this again, such as 3 12 2026."
    elif not today < review_on <= today + LATEST_REVIEW:
        problems["review_on"] = "The day must be after today and within a year."
    return problems


def _names_of_others(family: Family, texts: dict[str, str], shown: Projection) -> dict[str, str]:
    """Another child's name, account or address, also in what was recorded as done for this child."""
    measures = {f"measure-{done.id}": done.words for done in shown.measures}
    sentences: dict[str, str] = {}
    for mention in named_in(family, {**texts, **measures}):
        field = "measures" if mention.field.startswith("measure-") else mention.field
        way_out = "Leave this measure out, or record it again in other words." if field == "measures" else "Leave it out."
        sentences.setdefault(field, f"“{mention.word}” names somebody whom this family may not be told about. {way_out}")
    return sentences


def _kept(family: Family, shown: Projection, words: LetterWords, actor: Actor, at: datetime) -> Disclosure:
    letter = compose(shown, words)
    written: dict[str, Any] = {
        "organisation_id": family.organisation_id,
        "case_id": family.case_id,
        "report_id": family.report_id,
        "purpose": PURPOSE,
        "lawful_basis": LAWFUL_BASIS,
        "payload": payload_of(shown, words),
        "html": as_html(letter),
        "text": as_text(letter),
        "pdf": None,
        "pdf_trouble": "",
        "composed_at": at,
        "composed_by_id": actor.membership_id,
        "checked_at": None,
        "checked_by": None,
        "checked_alone_because": "",
    }
    rows = Disclosure.objects.in_hand()
    return rows.update_or_create(family=family, kind=DisclosureKind.OUTCOME_LETTER, defaults=written)[0]
