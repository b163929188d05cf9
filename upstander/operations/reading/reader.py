"""The child process that reads one policy: the file on standard input, JSON in the file that is its standard output.

What it opens is a stranger's. So it is given no key and no address of a database, may take only so much time, memory and disk,
and gives everything back by ending.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from pathlib import Path

PROCESSOR = 240  # seconds of its own; the programs that read pictures have as much each
MEMORY = 2 << 30  # bytes of address space
LARGEST_ANSWER = 32 << 20  # bytes
MOST_LETTERS = 2_000_000  # four hundred full pages have fewer
ROOT = Path(__file__).resolve().parents[3]


def limit(seconds: int) -> None:
    """Units: `seconds` by the clock; the system ends this process when they are over, whoever else is still there."""
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_ANSWER, LARGEST_ANSWER))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(seconds)


def read(content: bytes) -> dict[str, object]:
    """What the command answers, with every passage of the document; or `trouble`, why there is nothing."""
    from upstander.operations.policy import as_json
    from upstander.policytext.document import Unreadable
    from upstander.policytext.finding import find_statements
    from upstander.policytext.opening import read_bytes
    from upstander.policytext.passages import passages_of
    from upstander.policytext.statements import load_requirements

    try:
        document = read_bytes(content)
        if sum(len(block.text) for block in document.blocks) > MOST_LETTERS:
            raise Unreadable("has far more words than a policy")
    except Unreadable as problem:
        return {"trouble": _sentence(str(problem))}
    passages = [(it.text, it.page, it.heading) for it in passages_of(document)]
    found = as_json(document, find_statements(document, load_requirements()))
    return {**found, "pages": document.pages, "passages": passages}


def _sentence(why: str) -> str:
    """A reader says “is empty”, or a whole sentence."""
    return why if why[:1].isupper() else f"The file {why}."


def main() -> None:
    limit(int(sys.argv[2]))
    sys.path.insert(0, str(ROOT))
    from upstander.operations import lifeline

    lifeline.hold(int(sys.argv[1]))
    try:
        answer = read(sys.stdin.buffer.read())
    except MemoryError:
        answer = {"trouble": "The file unpacks to more than the memory that a policy may take."}
    except Exception as trouble:  # a reader that meets what nobody thought of; its words may be the file's
        print(type(trouble).__name__, file=sys.stderr)
        answer = {"trouble": "The file is damaged, or made in a way that Upstander does not know."}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode(errors="replace"))


if __name__ == "__main__":
    main()
