"""`upstander policy check FILE`: where a school's behaviour policy says what it has to say, and what was not found in it.

FILE is a PDF (a scanned one too, where tesseract is installed), a Word document (.docx), a web page or plain text.
"""

from __future__ import annotations

import json
import os
import sys
import textwrap
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path

from upstander.kernel.document import BadRulebook
from upstander.operations.one_line import BadCommand, OneLineParser
from upstander.policytext.document import Document, Unreadable
from upstander.policytext.finding import Finding, Found, State, find_statements
from upstander.policytext.opening import read_file
from upstander.policytext.statements import load_requirements
from upstander.rules.sources import describe

WIDTH = 100
SAID: dict[State, str] = {
    "made": "Found",
    "partly": "Found in part",
    "referred": "Only refers to another document",
    "contradicted": "Says the opposite",
    "not found": "Not found",
}


def main(argv: Sequence[str]) -> int:
    """Print what was found and return 0, or one line on standard error, nothing on standard output, and 2."""
    try:
        asked = _parser().parse_args(list(argv))
        document = read_file(asked.file)
        findings = find_statements(document, load_requirements())
    except Unreadable as problem:
        print(
            f"{_shown(str(asked.file))}: {problem}; expected a PDF, a Word document (.docx), a web page or text", file=sys.stderr
        )
        return 2
    except (BadCommand, BadRulebook) as problem:
        print(problem, file=sys.stderr)
        return 2
    try:
        _print(asked.file.name, document, findings, as_program=asked.json)
    except BrokenPipeError:  # whoever read the answer has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _print(name: str, document: Document, findings: Sequence[Finding], *, as_program: bool) -> None:
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    if as_program:
        print(json.dumps(as_json(document, findings), ensure_ascii=False, indent=2))
    else:
        print(*prose(name, document, findings), sep="\n")
    sys.stdout.flush()


def _parser() -> OneLineParser:
    parser = OneLineParser(prog="upstander policy", description=__doc__)
    doing = parser.add_subparsers(dest="do", required=True, parser_class=OneLineParser)
    check = doing.add_parser("check", help="say where the policy says what it has to say, and what was not found in it")
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument("--json", action="store_true", help="for programs, instead of a page for a person")
    return parser


def as_json(document: Document, findings: Sequence[Finding]) -> dict[str, object]:
    """Shapes: every statement in the order of the rulebook; passages best first, empty where nothing was found."""
    return {"statements": [_statement(finding) for finding in findings], "notes": list(document.notes)}


def _statement(finding: Finding) -> dict[str, object]:
    return {
        "id": finding.statement.id,
        "title": finding.statement.title,
        "kind": "required" if finding.statement.required else "good practice",
        "state": finding.state,
        "passages": [_passage(found) for found in finding.passages],
        "against": [_passage(found) for found in finding.against],
        "lacking": list(finding.lacking),
    }


def _passage(found: Found) -> dict[str, object]:
    passage = found.passage
    return {"text": passage.text, "page": passage.page, "heading": passage.heading, "score": found.score, "why": found.why}


def prose(name: str, document: Document, findings: Sequence[Finding]) -> Iterator[str]:
    """What is wrong first: the opposite said, nothing found, in part; then what was found."""
    pages = f", {document.pages} page{'s' if document.pages != 1 else ''}" if document.pages else ""
    yield f"{name}{pages}"
    yield from _wrapped(
        "These are proposals for a person to confirm. The program looks for words; "
        "it may miss what is said in others, and what it quotes may not be enough."
    )
    yield from (line for note in document.notes for line in _wrapped(note))
    for state in ("contradicted", "not found", "referred", "partly", "made"):
        of_state = [finding for finding in findings if finding.state == state]
        if of_state:
            yield from ("", f"{SAID[state].upper()} ({len(of_state)})")
        for finding in of_state:
            yield from _told(finding)


def _told(finding: Finding) -> Iterator[str]:
    statement = finding.statement
    kind = "required" if statement.required else "good practice"
    yield from ("", *_wrapped(f"{statement.title} ({kind}: {_source(finding)})"))
    for found in finding.against:
        yield from _quoted("Against it", found)
    for number, found in enumerate(finding.passages):
        yield from _quoted("" if number else SAID[finding.state], found)
    if finding.lacking and finding.passages:
        yield from _wrapped(f"Not found: {'; '.join(finding.lacking)}.", "  ")


def _source(finding: Finding) -> str:
    source = describe(finding.statement.sources[0])
    return f"{source.document}, {source.clause}"


def _quoted(label: str, found: Found) -> Iterator[str]:
    passage = found.passage
    places = [f"page {passage.page}" if passage.page else "", f"under “{passage.heading}”" if passage.heading else ""]
    place = ", ".join(filter(None, places))
    yield from _wrapped(f"“{passage.text}”", "  ")
    yield from _wrapped(f"{f'{label}, ' if label else ''}{place}. {found.why[:1].upper()}{found.why[1:]}.".lstrip(", ."), "    ")


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def _shown(name: str) -> str:
    return name if name.isprintable() else name.encode("unicode_escape").decode()
