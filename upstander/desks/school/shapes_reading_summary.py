"""Everything that was decided about one file, as a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from upstander.desks.school.shapes_reading import Decided, Line
from upstander.desks.school.shapes_reading_one import sources_of
from upstander.kernel.actor import Actor
from upstander.records.policies.reading import Proposal, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    title: str
    source: str
    decided: Decided


def entries_of(actor: Actor, reading: Reading, lines: Sequence[Line]) -> list[tuple[str, list[Entry]]]:
    """What was decided on what the law and the guidance ask for, and on good practice, each in the order of the requirements."""
    proposals = Proposal.objects.visible_to(actor).filter(reading=reading).only("statement", "sources")
    sources = {it.statement: next(iter(sources_of(it)), None) for it in proposals}
    parts: dict[bool, list[Entry]] = {True: [], False: []}
    for line in lines:
        if line.decided:
            source = sources.get(line.id)
            named = f"{source.document}, {source.clause}" if source else ""
            parts[line.is_required].append(Entry(title=line.title, source=named, decided=line.decided))
    named_parts = [("What the law and the guidance ask for", parts[True]), ("Good practice", parts[False])]
    return [(name, entries) for name, entries in named_parts if entries]
