"""The keys that hang together in one case, and what those who write its rows have in hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from upstander.kernel.finding import Findable
from upstander.operations.generating.course import Course
from upstander.operations.generating.draws import Draws
from upstander.operations.generating.lexemes import array, words_and_keys
from upstander.operations.generating.schools import School
from upstander.operations.generating.tables import Rows
from upstander.operations.generating.verdicts import Matter
from upstander.records.cases.models import Searchable


@dataclass
class Threads:
    """Each key of one case, and the texts that make it findable."""

    school: School
    matter: Matter
    course: Course
    report: str
    assessment: str
    case: str
    title: str
    said: str
    child: tuple[str, str, str]
    other: tuple[str, str, str]
    family: str
    account: str

    @property
    def org(self) -> str:
        return self.school.key


@dataclass(frozen=True)
class Tools:
    rows: Rows
    draws: Draws
    code_version: str


def make_findable(
    tools: Tools, case: Threads, subject: str, is_case: bool, label: str, words: str, at: datetime, *names: str
) -> None:
    known_by = Findable(names, (case.account,))
    tools.rows.add(
        Searchable,
        id=tools.draws.key(at),
        organisation_id=case.org,
        subject_id=subject,
        is_case=is_case,
        label=label,
        at=at,
        words=words_and_keys(words, known_by),
        spelt=array(known_by.spelt(words)),
    )
