"""Read the wording of letters and notices: Markdown with front matter, parsed before anything is filled in.

So nothing that a person typed can become a heading, a link or markup of any kind.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from upstander.kernel.languages import ENGLISH, WORDING, is_worded, wording_file
from upstander.records.disclosures.letter import Block, Section

if TYPE_CHECKING:
    from markdown_it.token import Token

FOLDER = WORDING
GAP = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """Shapes: `front` is the front matter; `sections` still have their gaps, such as {name}."""

    front: Mapping[str, Any]
    sections: tuple[Section, ...]


def language_of(name: str, language: str) -> str:
    """In which language that letter can be written: the one that is asked for, or English."""
    return language if is_worded("letters", f"{name}.md", language) else ENGLISH


@cache
def phrases(language: str = ENGLISH) -> Mapping[str, Any]:
    import yaml

    loaded: Mapping[str, Any] = yaml.safe_load(wording_file("letters", "phrases.yaml", language).read_text(encoding="utf-8"))
    return loaded


@cache
def read(folder: str, name: str, language: str = ENGLISH) -> Wording:
    """In English where there is no such file in that language.

    Raises: ValueError, for a file without front matter or with Markdown that letters do not use."""
    import yaml
    from markdown_it import MarkdownIt

    source = wording_file(folder, f"{name}.md", language).read_text(encoding="utf-8")
    _, front, body = source.split("---\n", 2)
    return Wording(yaml.safe_load(front), tuple(_sections(MarkdownIt("commonmark").parse(body), name)))


def fill(text: str, words: Mapping[str, str]) -> str:
    """Fill every gap in one pass, so that a gap in what was filled in stays as it was typed.

    Raises: KeyError, for a gap that nothing fills.
    """
    return GAP.sub(lambda gap: words[gap.group(1)], text)


def _sections(tokens: list["Token"], name: str) -> list[Section]:
    heading = ""
    found: list[Section] = []
    blocks: list[Block] = []
    items: list[str] | None = None
    for token, inside in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and inside:
            found.append(Section(heading, tuple(blocks)))
            heading, blocks = _plain(inside, name), []
        elif token.type == "bullet_list_open":
            items = []
        elif token.type == "bullet_list_close" and items is not None:
            blocks.append(Block("list", tuple(items)))
            items = None
        elif token.type == "paragraph_open" and inside:
            line = _plain(inside, name)
            blocks.append(Block("paragraph", (line,))) if items is None else items.append(line)
        elif token.type.partition("_")[0] not in ("inline", "heading", "paragraph", "list"):
            raise ValueError(f"{name}: letters are made of headings, paragraphs and lists, not {token.type}")
    return [*found, Section(heading, tuple(blocks))]


def _plain(token: "Token", name: str) -> str:
    parts = [
        child.content if child.type == "text" else " " if child.type == "softbreak" else None for child in token.children or ()
    ]
    if None in parts:
        raise ValueError(f"{name}: letters have plain words only: {token.content}")
    return "".join(part or "" for part in parts)
