"""`upstander pack verify FILE`: whether a pack is what it was when it was made. Needs no database and no settings.

FILE is the ZIP that a school made of a case. `sha256sum -c SHA256SUMS` says the same of its files once they are taken out.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from upstander.kernel.carried import Checked, NotAPack, check
from upstander.operations.one_line import BadCommand, OneLineParser


def main(argv: Sequence[str]) -> int:
    """Print one line and return 0; or one line on standard error, nothing on standard output, and 2."""
    try:
        asked = _parser().parse_args(list(argv))
    except BadCommand as problem:
        print(problem, file=sys.stderr)
        return 2
    try:
        found = check(asked.file)
    except NotAPack as problem:
        print(f"{_shown(str(asked.file))}: {problem}", file=sys.stderr)
        return 2
    print(_said(asked.file.name, found))
    return 0


def _said(name: str, found: Checked) -> str:
    files = f"{found.files} file{'s' if found.files != 1 else ''}, {found.size:,} bytes"
    reference = _shown(str(found.about.get("reference", "")))
    return f"{_shown(name)}: whole. {files}; each is what its digest says. Reference {reference}."


def _parser() -> OneLineParser:
    parser = OneLineParser(prog="upstander pack", description=__doc__)
    doing = parser.add_subparsers(dest="do", required=True, parser_class=OneLineParser)
    verify = doing.add_parser("verify", help="say whether a pack is what it was when it was made")
    verify.add_argument("file", type=Path, metavar="FILE")
    return parser


def _shown(text: str) -> str:
    return text if text.isprintable() else text.encode("unicode_escape").decode()
