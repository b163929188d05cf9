"""What a report is found by beside its words: the names, the accounts and the telephone numbers that it gives."""

from collections.abc import Mapping
from typing import Any

from upstander.kernel.finding import Findable

PEOPLE = ("targeted", "doing", "saw")


def known_by(answers: Mapping[str, Any]) -> Findable:
    people, where, who = (answers.get(question) or {} for question in ("people", "where", "reporter"))
    names = [person.get("name") for group in PEOPLE for person in people.get(group) or []]
    accounts = [row.get("account") for row in where.get("accounts") or []]
    return Findable(
        tuple(name for name in (*names, who.get("name")) if name),
        tuple(account for account in accounts if account),
        tuple(filter(None, [who.get("phone")])),
    )
