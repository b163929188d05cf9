"""Write a letter that does not tell the outcome: we have it, we are still looking, who else has a part, nothing heard."""

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
from upstander.records.disclosures.drafting import keep
from upstander.records.disclosures.holding import hold, sentences_about, texts_of
from upstander.records.disclosures.lookalikes import visible
from upstander.records.disclosures.models import Disclosure
from upstander.records.disclosures.news import KINDS, NewsWords, news_payload, project_news
from upstander.records.disclosures.others import named_in
from upstander.records.disclosures.projection import NothingToTell

LONGEST_TEXT = 2_000
LATEST = timedelta(days=92)
PURPOSE = "To keep a family informed while it is looked into"


class NotNews(Problem):
    """The kind or the day is missing, the text is too long, or there is nothing of that kind to tell."""


class NewsOfAnother(NotNews):
    """Its words may tell of another child: change them, or ask for it to be held until a second person has decided."""


def write_news(
    *, actor: Actor, family_id: UUID, kind: str, by: date | None, why: str, at: datetime, hold_it: bool = False
) -> Disclosure:
    """A letter of that kind that is still in hand is written anew, and has to be checked again. `why` is the one text, if any.

    Raises: NotPermitted; CaseIsClosed; NotNews, and where only words that may tell of another child stand in the way,
    NewsOfAnother.
    """
    rows = Family.objects.select_for_update(of=("self",)).select_related("case", "child")
    family = permitted(actor, May.COMPOSE_LETTER, rows, family_id)
    family.case.still_open()
    text = visible(typed(why))
    _check(kind, by, text, in_london(at).date())
    assert by is not None
    found = named_in(family, *texts_of(text, ()))
    if found and not hold_it:
        raise NewsOfAnother(sentences_about(found))
    try:
        shown = project_news(family, kind, at=at)
    except NothingToTell as reason:
        raise NotNews(str(reason), field="kind") from reason
    letter = keep(family, kind, news_payload(shown, NewsWords(by=by, why=text)), purpose=PURPOSE, by=actor, at=at)
    hold(letter, found, by=actor, at=at)
    recording.record(
        actor, "letter_composed", "case", family.case_id, at=at, family=str(family.pk), letter=str(letter.pk), kind=kind
    )
    return letter


def _check(kind: str, by: date | None, text: str, today: date) -> None:
    problems = {}
    if kind not in KINDS:
        problems["kind"] = "Choose what the letter is about."
    if len(text) > LONGEST_TEXT:
        problems["why"] = f"This has {len(text):,} characters. Use at most {LONGEST_TEXT:,}."
    if by is None:
        problems["by"] = "Write the day by which you write again, such as 3 12 2026."
    elif not today < by <= today + LATEST:
        problems["by"] = "The day must be after today and within three months."
    if problems:
        raise NotNews(problems)
