"""`upstander triage CASE.json`: what the rulebook makes of one case, of a list of cases, or of a file of JSON lines."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import TextIO

from upstander.operations.one_line import BadCommand, OneLineParser
from upstander.rules import BadFacts, BadRulebook, Rulebook, Verdict, load_rulebook, triage
from upstander.rules.explain import page
from upstander.rules.facts import shown

KEPT_IN_MEMORY = 8_000_000  # bytes of output; beyond that it waits on disk until the last case has been read
PAGE_BREAK = "\f\n"
EXPECTED = 'expected {"facts": {...}}'


class BadInput(Exception):
    """Input that cannot be triaged: one line that names the file, the key and what was expected."""


def main(argv: Sequence[str]) -> int:
    """Print the answer and return 0, or one line on standard error, nothing on standard output, and 2."""
    try:
        asked = _parser().parse_args(list(argv))
        _print_spooled(asked.case, load_rulebook(asked.rulebook), as_text=asked.text)
    except (BadCommand, BadInput, BadRulebook) as problem:
        print(problem, file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever read the answer has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as problem:
        print(f"upstander triage: the answer cannot be written: {problem.strerror}", file=sys.stderr)
        return 1
    return 0


def _parser() -> OneLineParser:
    parser = OneLineParser(prog="upstander triage", description=__doc__)
    parser.add_argument("case", metavar="CASE.json", help="a JSON object, a list of them, or JSON lines; - reads standard input")
    parser.add_argument("--text", action="store_true", help="print a page for people instead of JSON")
    parser.add_argument("--rulebook", default="dorset", metavar="ID", help="which rulebook to use (dorset)")
    return parser


def _print_spooled(name: str, rulebook: Rulebook, *, as_text: bool) -> None:
    """Keep the answers back until every case has been read, so that a bad one leaves nothing on standard output."""
    with _opened(name) as lines, SpooledTemporaryFile(KEPT_IN_MEMORY, "w+", encoding="utf-8", newline="") as spool:
        try:
            for piece in _answers(lines, name, rulebook, as_text):
                spool.write(piece)
        except UnicodeDecodeError as problem:
            raise BadInput(f"{_shown_file(name)}: expected UTF-8, found byte 0x{problem.object[problem.start]:02x}") from None
        spool.seek(0)
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        shutil.copyfileobj(spool, sys.stdout)
        sys.stdout.flush()


def _opened(name: str) -> TextIO:
    """Raises: BadInput when there is no such file."""
    try:
        source = sys.stdin.fileno() if name == "-" else name
        return open(source, encoding="utf-8-sig", closefd=name != "-")  # the caller closes it
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else problem
        raise BadInput(f"{_shown_file(name)}: cannot be read: {reason}") from None


def _answers(lines: TextIO, name: str, rulebook: Rulebook, as_text: bool) -> Iterator[str]:
    """The output, piece by piece, in the shape of the input: one object, a list, or a line for each line."""
    place = _shown_file(name)
    number, first = next((line for line in _numbered(lines) if line[1].strip()), (1, ""))
    if not first:
        raise BadInput(f"{place}: is empty: {EXPECTED}")
    if _is_whole(first):
        yield from _json_lines(chain([(number, first)], _numbered(lines, number + 1)), place, rulebook, as_text)
        return
    document = _parse(first + lines.read(), place, number)
    if isinstance(document, list):
        yield from _list(document, place, rulebook, as_text)
    else:
        yield _shape(_decide(document, place, rulebook), rulebook, as_text, indent=2)


def _numbered(lines: TextIO, start: int = 1) -> Iterator[tuple[int, str]]:
    return enumerate(iter(lines.readline, ""), start)


def _is_whole(line: str) -> bool:
    """Whether the first line is a case by itself, so that others may follow on lines of their own."""
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _json_lines(lines: Iterator[tuple[int, str]], place: str, rulebook: Rulebook, as_text: bool) -> Iterator[str]:
    between = ""
    for number, line in lines:
        if line.strip():
            where = f"{place}:{number}"
            verdict = _decide(_parse(line, place, number), where, rulebook)
            yield between + _shape(verdict, rulebook, as_text, indent=None)
            between = PAGE_BREAK if as_text else ""


def _list(cases: list[object], place: str, rulebook: Rulebook, as_text: bool) -> Iterator[str]:
    verdicts = (_decide(case, f"{place}: case {number}", rulebook) for number, case in enumerate(cases, start=1))
    if as_text:
        for number, verdict in enumerate(verdicts):
            yield (PAGE_BREAK if number else "") + page(rulebook, verdict)
        return
    between = "[\n"
    for verdict in verdicts:
        yield between + json.dumps(verdict.to_json(), ensure_ascii=False)
        between = ",\n"
    yield "\n]\n" if cases else "[]\n"


def _shape(verdict: Verdict, rulebook: Rulebook, as_text: bool, indent: int | None) -> str:
    return page(rulebook, verdict) if as_text else json.dumps(verdict.to_json(), ensure_ascii=False, indent=indent) + "\n"


def _decide(case: object, where: str, rulebook: Rulebook) -> Verdict:
    """Raises: BadInput when the case is not an object with facts, and nothing else, in it."""
    if not isinstance(case, dict):
        raise BadInput(f"{where}: {EXPECTED}, not {shown(case)}")
    for key in case:
        if key != "facts":
            raise BadInput(f'{where}: {shown(key)}: unknown key; expected only "facts"')
    if "facts" not in case:
        raise BadInput(f'{where}: "facts" is missing: {EXPECTED}')
    try:
        return triage(rulebook, case["facts"])
    except BadFacts as problem:
        raise BadInput(f"{where}: {problem}") from None


def _parse(text: str, place: str, first_line: int) -> object:
    """Raises: BadInput when the text is not JSON, or gives one key twice."""
    try:
        return json.loads(text, object_pairs_hook=_without_twins)
    except json.JSONDecodeError as problem:
        line = first_line + problem.lineno - 1
        raise BadInput(f"{place}:{line}: not JSON at column {problem.colno}: {problem.msg}; {EXPECTED}") from None
    except _Twins as twins:
        raise BadInput(f"{place}:{first_line}: {shown(twins.key)}: given twice; expected each key once") from None
    except (ValueError, RecursionError):
        raise BadInput(f"{place}:{first_line}: JSON too deep or with a number too long; {EXPECTED}") from None


class _Twins(Exception):
    def __init__(self, key: str) -> None:
        self.key = key


def _without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise _Twins(next(key for key in keys if keys.count(key) > 1))
    return found


def _shown_file(name: str) -> str:
    """A file name that cannot break the line it is printed on."""
    if name == "-":
        return "standard input"
    return name if name.isprintable() else name.encode("unicode_escape").decode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
