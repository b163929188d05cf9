"""Finding, loading and keeping the rulebooks that Upstander comes with."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from upstander.rules.document import BadRulebook, open_document
from upstander.rules.facts import RULEBOOKS, VOCABULARY, load_vocabulary
from upstander.rules.reading import read_rulebook
from upstander.rules.rulebook import Rulebook
from upstander.rules.soundness import refuse_unsound
from upstander.rules.sources import load_sources


@cache
def load_rulebook(id: str) -> Rulebook:
    """Load a rulebook by its id, once.

    Raises: BadRulebook when there is none, or when it is malformed or breaks what must hold of every rulebook.
    """
    path = RULEBOOKS / id / "triage.yaml"
    if not id.isidentifier() or not path.is_file():
        raise BadRulebook(f'no rulebook "{id[:60]}": expected one of {", ".join(known_rulebooks())}')
    return load_rulebook_file(path)


def known_rulebooks() -> list[str]:
    return sorted(path.parent.name for path in RULEBOOKS.glob("*/triage.yaml"))


def load_rulebook_file(path: Path) -> Rulebook:
    """Load a rulebook from a file, such as one that somebody is writing.

    Raises: BadRulebook as above.
    """
    top = open_document(path)
    rulebook = read_rulebook(top, load_vocabulary(), load_sources(), fingerprint_of(path))
    refuse_unsound(rulebook, top.file)
    return rulebook


def fingerprint_of(path: Path) -> str:
    """A digest of every document that the verdict depends on."""
    digest = sha256()
    for file in (path, RULEBOOKS / "sources.yaml", VOCABULARY / "facts.toml", VOCABULARY / "outcomes.toml"):
        content = file.read_bytes()
        digest.update(len(content).to_bytes(8, "big") + content)
    return f"sha256:{digest.hexdigest()}"
