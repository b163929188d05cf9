"""Write the letter that tells one family the outcome for their own child."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime, timedelta
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Family
from upstander.records.disclosures.composing import LetterWords, payload_of
from upstander.records.disclosures.drafting import keep
from upstander.records.disclosures.holding import hold, sentences_about, texts_of
from upstander.records.disclosures.lookalikes import visible
from upstander.records.disclosures.models import Disclosure, DisclosureKind
from upstander.records.disclosures.others import named_in
from upstander.records.disclosures.projection import NothingToTell, Projection, project
from upstander.records.disclosures.wording import phrases
from upstander.records.policies.kinds import NO_CLAUSE
from upstander.records.policies.publishing import clauses_on

LONGEST_TEXT = 2_000
LATEST_REVIEW = timedelta(days=366)
PURPOSE = "To tell a family the outcome for their own child"


class NotALetter(Problem):
    """Something is missing or too long."""


class TellsOfAnother(NotALetter):
    """Its words may tell of another child: change them, or ask for it to be held until a second person has decided."""


class CannotWriteYet(Problem):
    """There is no finding, or the family has been told already."""


def compose_letter(
    *,
    actor: Actor,
    family_id: UUID,
    looked_into: Collection[str],
    why: str,
    behaviour: str,
    review_on: date | None,
    at: datetime,
    left_out: Collection[str] = (),
    hold_it: bool = False,
) -> Disclosure:
    """A letter that is still in hand is written anew, and has to be checked again.

    With `hold_it`, words that may tell of another child do not stop it: a second person decides about them (decide_hold).
    Raises: NotPermitted; CaseIsClosed; CannotWriteYet; NotALetter, and where only such words stand in the way TellsOfAnother,
    with a sentence for each field.
    """
    rows = Family.objects.select_for_update(of=("self",)).select_related("case", "child")
    family = permitted(actor, May.COMPOSE_LETTER, rows, family_id)
    _may_be_written_to(family)
    shown = _projection(family, behaviour, left_out, at)
    why, looked = visible(typed(why)), tuple(it for it in phrases()["looked_into"] if it in looked_into)
    found = named_in(family, *texts_of(why, [asdict(it) for it in shown.measures]))
    sentences = {} if hold_it else sentences_about(found)
    problems = _missing(looked, why, review_on, today=in_london(at).date()) | _not_cited(family, shown, behaviour)
    if problems or review_on is None:
        raise NotALetter({**sentences, **problems})
    if sentences:
        raise TellsOfAnother(sentences)
    behaviour = behaviour if shown.policy else NO_CLAUSE
    words = LetterWords(looked_into=looked, why=why, behaviour=behaviour, review_on=review_on, left_out=tuple(sorted(left_out)))
    letter = keep(family, DisclosureKind.OUTCOME_LETTER, payload_of(shown, words), purpose=PURPOSE, by=actor, at=at)
    hold(letter, found, by=actor, at=at)
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


def _not_cited(family: Family, shown: Projection, behaviour: str) -> dict[str, str]:
    """A letter cites a clause that was in force when it was decided, or says how to ask for the policy."""
    if shown.policy or behaviour == NO_CLAUSE or not clauses_on(family.organisation_id, shown.decided_on).exists():
        return {}
    return {"behaviour": "Choose the kind of behaviour that the policy is cited for, or none of them."}


def _missing(looked: Collection[str], why: str, review_on: date | None, *, today: date) -> dict[str, str]:
    problems = {}
    if not looked:
        problems["looked_into"] = "Tick what was looked into."
    if not why:
        problems["why"] = "Write why it was decided so. Use words for a parent."
    elif len(why) > LONGEST_TEXT:
        problems["why"] = f"This has {len(why):,} characters. Use at most {LONGEST_TEXT:,}."
    if review_on is None:
        problems["review_on"] = "Write the day on which you look at this again, such as 3 12 2026."
    elif not today < review_on <= today + LATEST_REVIEW:
        problems["review_on"] = "The day must be after today and within a year."
    return problems
