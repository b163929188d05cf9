"""Somebody with a one-time link writes down what they saw and heard. The link is used up by it."""

from datetime import datetime

from upstander.kernel.actor import Actor, Kind, system
from upstander.kernel.problems import Problem
from upstander.kernel.typed import LONGEST, typed
from upstander.records.access.asking import asking
from upstander.records.audit import recording
from upstander.records.disclosures.arrivals import ArrivalKind, came_of_case
from upstander.records.investigations.enquiries import Statement, StatementLink
from upstander.records.investigations.links import read_link


class NotGiven(Problem):
    """Nothing was written, or too much."""


class NoSuchLink(Exception):
    """It was used, is over or withdrawn, or was never there."""


def give_statement(word: str, *, words: str, at: datetime) -> None:
    """Raises: NoSuchLink; NotGiven."""
    found = read_link(word, at)
    if found is None:
        raise NoSuchLink
    written = _checked(words)
    with asking(system(found.organisation_id)):
        link = StatementLink.objects.select_for_update().open(at).filter(pk=found.pk).first()
        if link is None:
            raise NoSuchLink
        link.used_at = at
        link.save(update_fields=["used_at"])
        statement = Statement.objects.create(
            organisation_id=link.organisation_id,
            case_id=link.case_id,
            person_id=link.person_id,
            question=link.question,
            words=written,
            said_at=at,
            link=link,
            recorded_at=at,
        )
        came_of_case(
            ArrivalKind.STATEMENT, statement.pk, case_id=link.case_id, organisation_id=link.organisation_id,
            said_by=link.person.name, at=at,
        )  # fmt: skip
        writer = Actor(kind=Kind.NOBODY, name="somebody with a one-time link", organisation_id=link.organisation_id)
        recording.record(writer, "statement_given", "case", link.case_id, at=at, statement=str(statement.pk), link=str(link.pk))


def _checked(words: str) -> str:
    written = typed(words)
    if not written:
        raise NotGiven("Write what you saw and heard, before you send it.", field="words")
    if len(written) > LONGEST:
        raise NotGiven(f"That is longer than {LONGEST:,} characters. Please make it shorter.", field="words")
    return written
