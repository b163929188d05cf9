"""Reading a rulebook's YAML with the line of everything, so that a mistake can be pointed at.

Every scalar is text here: `yes` is the word yes, never a truth value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml


class BadRulebook(ValueError):
    """A rulebook that does not load: one line with the file, the line number and what is wrong."""


try:
    _Loader: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = yaml.CSafeLoader
except AttributeError:  # a PyYAML built without libyaml: the same answers, slower
    _Loader = yaml.SafeLoader


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a document: a text, a list or a mapping."""

    file: str
    node: yaml.Node

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1

    def wrong(self, problem: str) -> BadRulebook:
        return BadRulebook(f"{self.file}:{self.line}: {problem}")

    @property
    def is_text(self) -> bool:
        return isinstance(self.node, yaml.ScalarNode)

    @property
    def is_list(self) -> bool:
        return isinstance(self.node, yaml.SequenceNode)

    def text(self, expected: str = "a text") -> str:
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.value.strip():
            raise self.wrong(f"expected {expected}")
        return " ".join(self.node.value.split())

    def paragraphs(self) -> str:
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.value.strip():
            raise self.wrong("expected a text")
        return str(self.node.value).strip()

    def one_of(self, allowed: Iterable[str], expected: str) -> str:
        value = self.text(expected)
        if value not in allowed:
            raise self.wrong(f'"{value}" is not {expected}')
        return value

    def parts(self, expected: str = "a list") -> list[Piece]:
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.wrong(f"expected {expected}")
        return [Piece(self.file, node) for node in self.node.value]

    def find(self, name: str) -> Piece | None:
        """The value of one key of a mapping, if this is a mapping and has it."""
        pairs = self.node.value if isinstance(self.node, yaml.MappingNode) else ()
        return next((Piece(self.file, value) for key, value in pairs if key.value == name), None)

    def entries(
        self,
        *,
        needs: Iterable[str] = (),
        may_have: Iterable[str] | None = None,
        expected: str = "a mapping",
    ) -> dict[str, Piece]:
        """The keys and values of a mapping, in order.

        Raises: BadRulebook for a key that is given twice, missing or (unless `may_have` is None) not known.
        """
        if not isinstance(self.node, yaml.MappingNode):
            raise self.wrong(f"expected {expected}")
        found: dict[str, Piece] = {}
        for key_node, value_node in self.node.value:
            key = Piece(self.file, key_node)
            name = key.text("a key")
            if name in found:
                raise key.wrong(f'"{name}" is given twice')
            if may_have is not None and name not in (known := [*needs, *may_have]):
                raise key.wrong(f'unknown key "{name}": expected one of {", ".join(known)}')
            found[name] = Piece(self.file, value_node)
        for name in needs:
            if name not in found:
                raise self.wrong(f'"{name}" is missing')
        return found


def open_document(path: Path, name: str | None = None) -> Piece:
    """Read one YAML file.

    Raises: BadRulebook when it cannot be read, is not UTF-8 or is not YAML.
    """
    shown = name or str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise BadRulebook(f"{shown}: cannot be read: {problem.strerror}") from None
    except UnicodeDecodeError as problem:
        raise BadRulebook(f"{shown}: is not UTF-8 at byte {problem.start}") from None
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = f":{mark.line + 1}" if mark else ""
        raise BadRulebook(f"{shown}{line}: not YAML: {problem.problem or problem.context}") from None
    except yaml.YAMLError as problem:
        raise BadRulebook(f"{shown}: not YAML: {' '.join(str(problem).split())}") from None
    if node is None:
        raise BadRulebook(f"{shown}: is empty")
    return Piece(shown, node)
