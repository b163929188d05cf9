"""Ask one person one question, with a link that works once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.references import token
from upstander.kernel.typed import typed
from upstander.records.access.doors import key_digest
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Case, Family, Involvement
from upstander.records.disclosures.others import named_in
from upstander.records.investigations.enquiries import StatementLink
from upstander.records.investigations.limits import limits_on
from upstander.records.people.models import Person

LASTS = timedelta(days=7)
LONGEST_QUESTION = 1_000


class NotAsked(Problem):
    """Whom, what, or a question that names somebody else."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The link's row, and the word that opens it: shown once, kept by nobody."""

    link: StatementLink
    word: str


def ask_for_statement(
    *, actor: Actor, case_id: UUID, person_id: UUID | None, question: str, within_limits: bool, at: datetime
) -> Asked:
    """Raises: NotPermitted; CaseIsClosed; NotAsked, with a sentence for each field."""
    case = permitted(actor, May.TAKE_STATEMENT, Case.objects.select_for_update(of=("self",)), case_id).still_open()
    person, question = _person(case, person_id), typed(question)
    problems = _problems(case, person, question, within_limits)
    if problems or person is None:
        raise NotAsked(problems)
    word = token()
    link = StatementLink.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        person=person,
        question=question,
        token_digest=key_digest(word),
        made_by_id=actor.member,
        made_at=at,
        expires_at=at + LASTS,
    )
    recording.record(actor, "statement_asked_for", "case", case.pk, at=at, link=str(link.pk), within_limits=within_limits)
    return Asked(link, word)


def _person(case: Case, person_id: UUID | None) -> Person | None:
    parts = Involvement.objects.current().filter(case=case, person_id=person_id or case.pk).select_related("person")
    part = parts.first()
    return part.person if part else None


def _problems(case: Case, person: Person | None, question: str, within_limits: bool) -> dict[str, str]:
    problems = {}
    if person is None:
        problems["person"] = "Choose whom you ask."
    if not question:
        problems["question"] = "Write the one question that you ask."
    elif len(question) > LONGEST_QUESTION:
        problems["question"] = f"Use at most {LONGEST_QUESTION:,} characters."
    elif person is not None:
        problems |= _naming(case, person, question)
    if person is not None and person.is_child and not within_limits and limits_on(case):
        problems["within_limits"] = "Confirm that only what may be asked is asked of a child."
    return problems


def _naming(case: Case, person: Person, question: str) -> dict[str, str]:
    """Whoever holds the link reads the question, so it names no other child and nobody who reported."""
    named = dict.fromkeys(it.word for it in named_in(Family(case=case, child=person), {"question": question}))
    if not named:
        return {}
    return {
        "question": f"The question says “{'” and “'.join(named)}”. Ask it without naming anybody else: what did you see or hear?"
    }
