"""The tables that are filled in bulk, each after those that it refers to, and their rows as COPY reads them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model
from psycopg import Connection, sql

from upstander.records.access.models import Account, Membership, ReceiptKey
from upstander.records.assessments.models import Assessment, Decision, Duty, Fact, Verdict
from upstander.records.audit.models import Entry
from upstander.records.cases.models import Case, CaseReport, Family, Involvement, Note, Searchable
from upstander.records.disclosures.models import Message
from upstander.records.intake.models import Milestone, Report
from upstander.records.investigations.models import Check, CheckAnswer, Finding, Measure, Recurrence
from upstander.records.organisations.models import Closure, Organisation, School
from upstander.records.people.models import Person
from upstander.records.policies.models import Clause, Ladder

FILLED: list[type[Model]] = [
    School, Organisation, Closure, Ladder, Clause, Account, Membership, Person, Report, ReceiptKey, Milestone, Assessment, Fact,
    Verdict, Decision, Duty,
    Case, CaseReport, Involvement, Family, Note, Finding, Measure, Check, CheckAnswer, Recurrence, Message, Searchable, Entry,
]  # fmt: skip

Lines = dict[type[Model], list[str]]
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Rows:
    """Rows waiting to be copied. `add` takes columns by name, so that a column that a model gains is an error and not a gap."""

    def __init__(self) -> None:
        self.columns = {model: tuple(str(field.column) for field in model._meta.concrete_fields) for model in FILLED}
        self.lines: Lines = {model: [] for model in FILLED}
        self.written = 0

    def add(self, model: type[Model], /, **values: Any) -> None:
        """Raises: KeyError, when a column has no value."""
        self.lines[model].append("\t".join([_text(values[column]) for column in self.columns[model]]))

    def take(self) -> Lines:
        """Give away everything that waits, and begin anew."""
        taken, self.lines = self.lines, {model: [] for model in FILLED}
        self.written += sum(map(len, taken.values()))
        return taken

    def copy(self, connection: Connection, taken: Lines) -> None:
        for model, lines in taken.items():
            if not lines:
                continue
            columns = sql.SQL(", ").join(map(sql.Identifier, self.columns[model]))
            words = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), columns)
            with connection.cursor().copy(words) as copy:
                copy.write("\n".join(lines) + "\n")


def _text(value: Any) -> str:
    if value is None:
        return "\\N"
    if value.__class__ is str:
        return value.translate(_ESCAPES) if "\\" in value or "\n" in value else value
    if value.__class__ is datetime:
        return value.isoformat()
    if value.__class__ is bool:
        return "t" if value else "f"
    if value.__class__ is bytes:
        return "\\\\x" + value.hex()
    return str(value)
