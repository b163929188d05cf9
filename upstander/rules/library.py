"""Finding, loading and keeping rulebooks: those that Upstander comes with, and those that somebody wrote."""

from __future__ import annotations

import os
from functools import cache
from hashlib import sha256
from pathlib import Path

from upstander.kernel.document import BadRulebook, Piece, open_document
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
    return load_rulebook_file(path_of(id))


def path_of(id: str) -> Path:
    """Raises: BadRulebook when there is none."""
    if id not in (found := _found()):
        raise BadRulebook(f'no rulebook "{id[:60]}": expected one of {", ".join(known_rulebooks())}')
    return found[id]


def known_rulebooks() -> list[str]:
    return sorted(_found())


def _found() -> dict[str, Path]:
    """Those that Upstander comes with, and those in RULEBOOKS_FOLDER, which cannot take the place of the others."""
    own = os.environ.get("RULEBOOKS_FOLDER")
    folders = [Path(own), RULEBOOKS] if own else [RULEBOOKS]
    paths = (path for folder in folders for path in folder.glob("*/triage.yaml"))
    return {path.parent.name: path for path in paths if path.parent.name.isidentifier()}


def load_rulebook_file(path: Path) -> Rulebook:
    """Load a rulebook from a file, such as one that somebody is writing, with those that it extends.

    Raises: BadRulebook as above.
    """
    rulebook, top, _ = _read(path, ())
    refuse_unsound(rulebook, top.file)
    return rulebook


def read_rulebook_file(path: Path) -> Rulebook:
    """A rulebook that is well formed, whether or not it is sound: to look at what is wrong with it, never to triage a case.

    Raises: BadRulebook when it is malformed.
    """
    return _read(path, ())[0]


def _read(path: Path, under_way: tuple[Path, ...]) -> tuple[Rulebook, Piece, tuple[Path, ...]]:
    """A rulebook, its document, and the files of its lineage; `under_way` are those that wait for this one."""
    top = open_document(path)
    base: Rulebook | None = None
    files: tuple[Path, ...] = (path,)
    if extends := top.find("extends"):
        there = _file_of(extends, path)
        if there.resolve() in (*under_way, path.resolve()):
            raise extends.wrong(f"the rulebooks extend each other in a circle, by way of {extends.text()}")
        base, _, further = _read(there, (*under_way, path.resolve()))
        files = (path, *further)
    return read_rulebook(top, load_vocabulary(), load_sources(), fingerprint_of(*files), base), top, files


def _file_of(extends: Piece, path: Path) -> Path:
    """What `extends` names: a rulebook that Upstander comes with, or a file beside this one."""
    name = extends.text("the id of a rulebook, or a file such as ../ours/triage.yaml")
    there = path.parent / name if name.endswith(".yaml") else _found().get(name, Path())
    if not there.is_file():
        raise extends.wrong(f'no rulebook "{name[:60]}" to extend: expected one of {", ".join(known_rulebooks())}, or a file')
    return there


def fingerprint_of(*rulebooks: Path) -> str:
    """A digest of every document that the verdict depends on; `rulebooks` with those that it extends."""
    digest = sha256()
    for file in (*rulebooks, RULEBOOKS / "sources.yaml", VOCABULARY / "facts.toml", VOCABULARY / "outcomes.toml"):
        content = file.read_bytes()
        digest.update(len(content).to_bytes(8, "big") + content)
    return f"sha256:{digest.hexdigest()}"
