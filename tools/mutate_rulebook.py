"""Change the rulebooks in every way that matters, one thing at a time, and say what notices: `make mutants`.

The cheap before the dear: the mutant does not load (it is malformed, or breaks one of the fourteen points); a vignette; a row
of tests/tables/triage.csv. Exactness is no judge of a changed rulebook: it compares two readings of one document.
What nobody notices must be shown to matter to nobody: every set of facts, known and unknown, has the same outcomes, by the same
people and time; only reasons differ. tests/tables/mutants_that_cannot_matter.csv lists those, and `--write` writes it again.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import perf_counter

from tests.rules.reading import DORSET, ENGLAND, VIGNETTES, falls_short
from tests.rules.table import facts_of, outcomes_of, rows
from tools.mutants import Mutant, mutants
from tools.sameness import first_difference, given_by_others
from upstander.rules import BadRulebook, Rulebook, triage
from upstander.rules.compiled import compile_rulebook
from upstander.rules.reading import refuse_twins
from upstander.rules.soundness import refuse_unsound

LISTED = Path(__file__).parents[1] / "tests/tables/mutants_that_cannot_matter.csv"
ROWS = rows()
Noticed = tuple[str, str]


def all_mutants() -> list[Mutant]:
    return [*mutants(ENGLAND), *mutants(DORSET, ENGLAND)]


def mutated(mutant: Mutant) -> list[Rulebook]:
    """Each rulebook that the change reaches, Dorset's last; what changes England changes Dorset, which extends it."""
    return [mutant.of(rulebook) for rulebook in (ENGLAND, DORSET) if mutant.document in rulebook.lineage]


def noticed_by(mutant: Mutant) -> Noticed | None:
    """What notices, and what it says."""
    changed = mutated(mutant)
    try:
        for rulebook in changed:
            refuse_twins(rulebook.chapters)
            refuse_unsound(rulebook, rulebook.id)
    except BadRulebook as refused:
        return "does not load", str(refused)
    dorset = changed[-1]
    for vignette in VIGNETTES:
        if wrong := falls_short(vignette, triage(dorset, vignette["facts"])):
            return "a vignette", f"{vignette['id']}: {', '.join(sorted(wrong))}"
    for row in ROWS:
        if not row.items() >= outcomes_of(triage(dorset, facts_of(row))).items():
            return "a row of the table", f"{row['row']} {row['what happened']}"
    return None


def difference(mutant: Mutant) -> str:
    """What it makes different for some set of facts; empty when nothing."""
    before = [rulebook for rulebook in (ENGLAND, DORSET) if mutant.document in rulebook.lineage]
    found = (first_difference(*pair) for pair in zip(before, mutated(mutant), strict=True))
    return "; ".join(it for it in found if it)


def reason(mutant: Mutant) -> str | None:
    """Why it cannot matter, once that is shown; None when it can."""
    if difference(mutant):
        return None
    others = given_by_others(DORSET, DORSET.rule(mutant.place), mutant.outcome) if mutant.outcome else []
    where = f"{mutant.outcome} follows as soon from {' and '.join(others)}" if others else "other rules already give the same"
    return f"{where}: every set of facts gets the same outcomes, from the same people, by the same time"


def judged(all_of_them: Iterable[Mutant]) -> Iterator[tuple[Mutant, Noticed]]:
    for mutant in all_of_them:
        found = noticed_by(mutant)
        if found is None:
            why = reason(mutant)
            found = ("cannot matter", why) if why else ("NOBODY", difference(mutant))
        yield mutant, found
        compile_rulebook.cache_clear()  # each mutant is compiled for itself, and never again


def listed(found: Iterable[tuple[Mutant, Noticed]]) -> str:
    """The file of those that cannot matter."""
    shown = io.StringIO()
    writer = csv.writer(shown, lineterminator="\n")
    writer.writerow(("rulebook", "rule or term", "change", "why it cannot matter"))
    writer.writerows((*mutant.name, says) for mutant, (by, says) in found if by == "cannot matter")
    return shown.getvalue()


def report(found: list[tuple[Mutant, Noticed]], seconds: float) -> int:
    """Print the report; return how many nobody notices, though they matter."""
    judges = ("does not load", "a vignette", "a row of the table", "cannot matter", "NOBODY")
    counts = Counter((mutant.document, mutant.kind, by) for mutant, (by, _) in found)
    kinds = sorted({(document, kind) for document, kind, _ in counts})
    print(f"{'rulebook':9} {'change':28} {'mutants':>8}" + "".join(f"{by:>20}" for by in judges))
    for document, kind in [*kinds, ("", "all")]:
        row = [
            sum(n for (d, k, b), n in counts.items() if b == by and (not document or (d, k) == (document, kind))) for by in judges
        ]
        print(f"{document:9} {kind:28} {sum(row):>8}" + "".join(f"{count:>20}" for count in row))
    left = [(mutant, says) for mutant, (by, says) in found if by == "NOBODY"]
    for mutant, says in left:
        print(f"Nobody notices {mutant.document}, {mutant.place}: {mutant.change}. It matters: {says}")
    print(f"{len(found)} mutants in {seconds:.0f} s; {len(left)} that matter and that nobody notices.")
    return len(left)


def main(words: list[str]) -> int:
    start = perf_counter()
    found = list(judged(all_mutants()))
    left = report(found, perf_counter() - start)
    if words == ["--write"]:
        LISTED.write_text(listed(found), "utf-8")
    elif LISTED.read_text("utf-8") != listed(found):
        print(f"{LISTED.name} is not current: python -m tools.mutate_rulebook --write, and read the difference.")
        return 1
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
