"""Read the public register of schools (GIAS, edubasealldata….csv) and bring our copy in line with it."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from upstander.records.organisations.models import School

ENCODING = "windows-1252"
COLUMNS = {
    "urn": "URN",
    "name": "EstablishmentName",
    "town": "Town",
    "postcode": "Postcode",
    "phase": "PhaseOfEducation (name)",
    "local_authority": "LA (name)",
    "status": "EstablishmentStatus (name)",
}
LINKS = ("URN", "LinkURN", "LinkType")
SUCCESSOR = "Successor"  # also “Successor - merged” and its like
OPEN = ("Open", "Open, but proposed to close")
BATCH = 1000
UPDATED = ["name", "town", "postcode", "postcode_key", "search_text", "phase", "local_authority", "is_open"]


class BadRegister(Exception):
    """A file that is not the register: one line with the file, the line number and what was expected."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many schools the file names, how many of them are open, and how many it no longer names."""

    named: int
    open: int
    vanished: int


def load(path: Path) -> Loaded:
    """Add new schools, renew those there are, and close those that the file no longer names. All or nothing in a transaction.

    Raises: BadRegister.
    """
    seen: set[int] = set()
    open_count = 0
    for batch in _batches(_unrepeated(read(path), path, seen)):
        open_count += sum(school.is_open for school in batch)
        School.objects.bulk_create(batch, update_conflicts=True, unique_fields=["urn"], update_fields=UPDATED)
    if not seen:
        raise BadRegister(f"{path}: expected at least one school after the line of names")
    gone = set(School.objects.open().values_list("urn", flat=True)) - seen
    School.objects.filter(urn__in=gone).update(is_open=False)
    return Loaded(len(seen), open_count, len(gone))


def read(path: Path) -> Iterator[School]:
    """Raises: BadRegister, for the first line that cannot be a school."""
    try:
        with path.open(encoding=ENCODING, newline="") as file:
            rows = csv.DictReader(file)
            _check_columns(path, rows.fieldnames or [])
            for row in rows:
                yield _school(path, rows.line_num, row)
    except OSError as trouble:
        raise BadRegister(f"{path}: {trouble.strerror or 'cannot be read'}") from trouble
    except (UnicodeDecodeError, csv.Error) as trouble:
        raise BadRegister(f"{path}: expected a CSV file in Windows-1252, as the register is published") from trouble


def load_links(path: Path) -> int:
    """Say of each closed school which one took its place, where the file names exactly one. Returns of how many it was said.

    The file is links_edubasealldata….csv of the register. Of a school that was split into several, a person has to say which.
    Raises: BadRegister.
    """
    named: dict[int, set[int]] = {}
    for number, after in _links(path):
        named.setdefault(number, set()).add(after)
    known = set(School.objects.values_list("pk", flat=True))
    single = {urn: after for urn, (after, *others) in ((urn, sorted(it)) for urn, it in named.items()) if not others}
    closed = School.objects.filter(is_open=False, pk__in=single)
    changed = [school for school in closed if single[school.pk] in known]
    for school in changed:
        school.successor_id = single[school.pk]
    School.objects.bulk_update(changed, ["successor"], batch_size=BATCH)
    return len(changed)


def _links(path: Path) -> Iterator[tuple[int, int]]:
    try:
        with path.open(encoding=ENCODING, newline="") as file:
            rows = csv.DictReader(file)
            _check_columns(path, rows.fieldnames or [], LINKS)
            for row in rows:
                pair = [(row.get(column) or "").strip() for column in ("URN", "LinkURN")]
                if not all(it.isascii() and it.isdigit() and len(it) <= 9 for it in pair):
                    raise BadRegister(f"{path}:{rows.line_num}: expected numbers in the columns URN and LinkURN")
                if (row.get("LinkType") or "").strip().startswith(SUCCESSOR):
                    yield int(pair[0]), int(pair[1])
    except OSError as trouble:
        raise BadRegister(f"{path}: {trouble.strerror or 'cannot be read'}") from trouble
    except (UnicodeDecodeError, csv.Error) as trouble:
        raise BadRegister(f"{path}: expected a CSV file in Windows-1252, as the register is published") from trouble


def _check_columns(path: Path, names: Iterable[str], expected: Iterable[str] = tuple(COLUMNS.values())) -> None:
    missing = [name for name in expected if name not in set(names)]
    if missing:
        raise BadRegister(f"{path}:1: expected a column “{missing[0]}”")


def _school(path: Path, line: int, row: dict[str, str | None]) -> School:
    value = {key: (row.get(column) or "").strip() for key, column in COLUMNS.items()}
    if not (value["urn"].isascii() and value["urn"].isdigit() and len(value["urn"]) <= 9):
        raise BadRegister(f"{path}:{line}: expected a number in the column URN, found “{value['urn'][:40]}”")
    if not value["name"]:
        raise BadRegister(f"{path}:{line}: expected a name in the column EstablishmentName")
    status = value.pop("status")
    return School(
        urn=int(value.pop("urn")),
        name=value["name"][:200],
        town=value["town"][:100],
        postcode=value["postcode"][:10],
        postcode_key="".join(value["postcode"].split()).upper()[:8],
        search_text=f"{value['name']} {value['town']}".lower()[:320],
        phase=value["phase"][:60],
        local_authority=value["local_authority"][:100],
        is_open=status in OPEN,
    )


def _unrepeated(schools: Iterator[School], path: Path, seen: set[int]) -> Iterator[School]:
    for school in schools:
        if school.urn in seen:
            raise BadRegister(f"{path}: URN {school.urn} is there twice")
        seen.add(school.urn)
        yield school


def _batches(schools: Iterator[School]) -> Iterator[list[School]]:
    batch: list[School] = []
    for school in schools:
        batch.append(school)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
