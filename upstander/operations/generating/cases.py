"""One invented case after another: its report, its thread of facts and verdicts, its people, and what was done."""

from __future__ import annotations

from datetime import datetime

from upstander.kernel.finding import Findable
from upstander.operations.generating import invention
from upstander.operations.generating.afterwards import write_checks
from upstander.operations.generating.assessments import write_assessment
from upstander.operations.generating.chain import Chain
from upstander.operations.generating.course import Course, course
from upstander.operations.generating.draws import Draws
from upstander.operations.generating.handling import write_case, write_outcome, write_people
from upstander.operations.generating.lexemes import array, words_and_keys
from upstander.operations.generating.reports import write_report
from upstander.operations.generating.schools import School
from upstander.operations.generating.tables import Rows
from upstander.operations.generating.threads import Threads, Tools
from upstander.operations.generating.verdicts import MOST_LIKELY, matters
from upstander.records.people.models import Person


class Cases:
    def __init__(self, rows: Rows, draws: Draws, code_version: str) -> None:
        self.rows, self.draws = rows, draws
        self.tools = Tools(rows, draws, code_version)
        self.matters = matters()
        self.chain = Chain(rows, draws)
        self.kinds = [kind for kind, times in enumerate(MOST_LIKELY) for _ in range(times)]

    def add(self, school: School, place: float, *, rare: bool = False) -> None:
        """Write everything about one more case. `rare` gives its targeted child the surname that searches look for."""
        case = self._threads(school, course(place, self.draws), rare)
        for write in (write_report, write_assessment, write_case, write_people, write_outcome, write_checks):
            write(self.tools, case)
        self._audit(case)

    def _threads(self, school: School, when: Course, rare: bool) -> Threads:
        draws = self.draws
        child = self._child(school, when.received, invention.RARE_SURNAME if rare else "")
        while (other := self._child(school, when.received, "")) == child:
            pass
        app, said = invention.APPS[draws.below(8)], invention.narrative(draws.random)
        title = f"{app}, {child[2]}: {said.split('.', 1)[0].lower()[:60]}"
        matter = self.matters[self.kinds[draws.below(len(self.kinds))]]
        return Threads(
            school=school,
            matter=matter,
            course=when,
            report=draws.key(when.received),
            assessment=draws.key(when.received),
            case=draws.key(when.opened),
            title=title,
            said=said,
            child=child,
            other=other,
            family=child[1].split(" ", 1)[1],
            account=f"{other[1].lower().replace(' ', '_')}{draws.below(90)}",
        )

    def _child(self, school: School, at: datetime, surname: str) -> tuple[str, str, str]:
        """A child of this school: one in five has been part of an earlier case."""
        draws = self.draws
        if not surname and school.known and draws.chance(0.2):
            return school.known[draws.below(len(school.known))]
        name = invention.full_name(draws.random)
        if surname:
            name = f"{name.split(' ', 1)[0]} {surname}"
        child = (draws.key(at), name, invention.YEARS[draws.below(5)])
        handle = f"{invention.APPS[draws.below(8)]}: {name.lower().replace(' ', '.')}{draws.below(90)}"
        self.rows.add(
            Person,
            id=child[0],
            organisation_id=school.key,
            name=name,
            is_child=True,
            year_group=child[2],
            born_on=None,
            school_name="",
            address="",
            accounts=array([handle]),
            other_names="{}",
            found_by=words_and_keys(name, Findable((name,), (handle,))),
            same_as_id=None,
            compared_at=at,
            created_at=at,
        )
        if not surname:
            school.known.append(child)
            del school.known[:-200]
        return child

    def _audit(self, case: Threads) -> None:
        when, school = case.course, case.school
        steps: list[tuple[datetime | None, str, str, str]] = [
            (when.received, "received", "report", case.report),
            (when.taken, "read", "report", case.report),
            (when.taken, "taken", "report", case.report),
            (when.opened, "opened", "case", case.case),
            *((self.draws.soon(when.opened, 300), "read", "case", case.case) for _ in range(1 + self.draws.below(5))),
            (when.decided, "found", "case", case.case),
            (when.told, "told", "case", case.case),
            (when.closed, "closed", "case", case.case),
        ]
        for at, verb, kind, subject in steps:
            if at:
                self.chain.add(school, at, verb, kind, subject)
