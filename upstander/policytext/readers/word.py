"""DOCX: paragraphs, lists and tables in their order. A row of a table is one block, its cells joined by spaces."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from upstander.policytext.document import Block, Document, Kind, Unreadable
from upstander.policytext.wording import clean, could_be_heading, is_item, looks_like_heading, without_bullet

LARGEST_UNPACKED = 200_000_000  # bytes; more is not a policy
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEFT_OUT = {
    f"{_W}del",
    f"{_W}moveFrom",
    f"{_W}txbxContent",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


def read(content: bytes) -> Document:
    """Raises: Unreadable when it is damaged, encrypted, or unpacks to far too much."""
    document = _opened(content)
    names = {style.style_id: (style.name or "").lower() for style in document.styles}
    edges = [part for section in document.sections for part in (section.header, section.footer) if not part.is_linked_to_previous]
    blocks = list(_blocks(document.element.body, names))
    for part in edges:  # a policy's date and approval are often in its footer only
        blocks += [Block("prose", block.text) for block in _blocks(part._element, names) if block.kind != "item"]
    return Document(tuple(blocks))


def _opened(content: bytes) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
                raise Unreadable("unpacks to far more than a policy needs")
        return docx.Document(io.BytesIO(content))
    except (zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError, RuntimeError, NotImplementedError) as problem:
        if isinstance(problem, Unreadable):
            raise
        raise Unreadable("is damaged, or is not a Word document") from None


def _blocks(parent: Any, names: dict[str, str]) -> Iterator[Block]:
    for element in parent.iterchildren():
        if element.tag == qn("w:p"):
            yield from _paragraph(element, names)
        elif element.tag == qn("w:tbl"):
            yield from _rows(element)
        elif element.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:smartTag"), qn("w:customXml")):
            yield from _blocks(element, names)


def _paragraph(element: Any, names: dict[str, str]) -> Iterator[Block]:
    text = clean(_text(element))
    if text:
        kind = _kind(element, text, names)
        yield Block(kind, without_bullet(text) if kind == "item" else text)
    for box in element.iter(qn("w:txbxContent")):
        if not any(parent.tag in _LEFT_OUT for parent in box.iterancestors()):
            yield from _blocks(box, names)


def _text(element: Any) -> str:
    if element.tag in _LEFT_OUT:
        return ""
    if element.tag == qn("w:t"):
        return element.text or ""
    if element.tag in (qn("w:tab"), qn("w:br"), qn("w:cr")):
        return " "
    if element.tag == qn("w:noBreakHyphen"):
        return "-"
    return "".join(_text(child) for child in element.iterchildren())


def _kind(element: Any, text: str, names: dict[str, str]) -> Kind:
    properties = element.find(qn("w:pPr"))
    style = properties.find(qn("w:pStyle")) if properties is not None else None
    name = names.get(style.get(qn("w:val")), "") if style is not None else ""
    if name.startswith(("heading", "title", "subtitle")):
        return "heading"
    numbered = properties is not None and properties.find(qn("w:numPr")) is not None
    if could_be_heading(text) and not is_item(text) and (_all_bold(element) or (looks_like_heading(text) and not numbered)):
        return "heading"
    return "item" if numbered or name.startswith("list") or is_item(text) else "prose"


def _all_bold(paragraph: Any) -> bool:
    runs = [run for run in paragraph.iter(qn("w:r")) if clean(_text(run))]
    return bool(runs) and all(_is_bold(run) for run in runs)


def _is_bold(run: Any) -> bool:
    properties = run.find(qn("w:rPr"))
    bold = properties.find(qn("w:b")) if properties is not None else None
    return bold is not None and bold.get(qn("w:val")) not in ("0", "false")


def _rows(table: Any) -> Iterator[Block]:
    first = ""
    for row in table.iterchildren(qn("w:tr")):
        text = clean(" ".join(_cell(cell) for cell in row.iter(qn("w:tc")) if _nearest_row(cell) is row))
        if text:
            yield Block("row", text, lead=first)
            first = first or text


def _nearest_row(cell: Any) -> Any:
    return next(cell.iterancestors(qn("w:tr")))


def _cell(cell: Any) -> str:
    if (merged := cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")) is not None and merged.get(qn("w:val")) != "restart":
        return ""
    return " ".join(_text(paragraph) for paragraph in cell.iter(qn("w:p")))
