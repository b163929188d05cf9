"""HTML: what a reader came for. Menus, footers, cookie notices and forms are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import html
from lxml.etree import ParserError

from upstander.policytext.document import Block, Document, Unreadable
from upstander.policytext.readers.plain import decoded
from upstander.policytext.wording import clean, could_be_heading

_DROPPED = {
    "script",
    "style",
    "nav",
    "footer",
    "aside",
    "form",
    "noscript",
    "template",
    "iframe",
    "svg",
    "button",
    "select",
    "head",
}
_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "menu", "menubar"}
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|footer|cookies?|breadcrumbs?|sidebar|skip|banner|social|share)(?:$|[\s_-])", re.I
)
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "summary", "caption", "legend", "dt"}
_ENDS_A_BLOCK = {
    *("p", "div", "section", "article", "main", "header", "ul", "ol", "li", "table", "tbody", "thead", "tr", "dl", "dd", "body"),
    *("blockquote", "figure", "figcaption", "details", "address", "center", "hr", "br", "pre", "html"),
    *_HEADINGS,
}


def read(content: bytes) -> Document:
    """Raises: Unreadable when there is no page in it."""
    try:
        top = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", decoded(content, declared=True)))
    except (ParserError, ValueError):
        raise Unreadable("has no text in it") from None
    return Document(tuple(_walk(_main(top))))


def _main(top: Any) -> Any:
    """The part that is marked as the page's main one, when most of the words are in it."""
    marked = top.xpath("//main | //*[@role='main'] | //article")
    largest = max(marked, key=lambda it: len(it.text_content()), default=None)
    words = sum(len(block.text) for block in _walk(top))
    inside = sum(len(block.text) for block in _walk(largest)) if largest is not None else 0
    return largest if largest is not None and inside > words / 2 else top


def _walk(element: Any) -> Iterator[Block]:
    if _is_left_out(element):
        return
    if element.tag in _HEADINGS:
        yield from _one("heading", element)
    elif element.tag == "table":
        yield from _rows(element)
    else:
        yield from _mixed(element)


def _is_left_out(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in _DROPPED or element.get("role") in _ROLES:
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if element.tag in ("html", "body", "main", "article"):
        return False
    if _NAMES.search(f"{element.get('class', '')} {element.get('id', '')}"):
        return True
    return element.tag in ("ul", "ol", "header") and _is_all_links(element)


def _is_all_links(element: Any) -> bool:
    links = element.xpath(".//a")
    return len(links) >= 3 and sum(len(clean(it.text_content())) for it in links) > 0.8 * len(clean(element.text_content()))


def _one(kind: Any, element: Any) -> Iterator[Block]:
    text = clean(_inline(element))
    if text:
        yield Block(kind, text)


def _inline(element: Any) -> str:
    if _is_left_out(element):
        return " "
    words = element.text or ""
    for child in element:
        words += (_inline(child) if isinstance(child.tag, str) else "") + (child.tail or "")
    return f" {words} " if element.tag in _ENDS_A_BLOCK or element.tag in ("td", "th") else words


def _mixed(element: Any) -> Iterator[Block]:
    """Text and inline elements until the next block; then the blocks inside."""
    kind: Any = "item" if element.tag == "li" else "prose"
    words, bold = element.text or "", False
    for child in element:
        if child.tag in _ENDS_A_BLOCK or (
            isinstance(child.tag, str) and child.xpath("boolean(.//p|.//div|.//ul|.//ol|.//table)")
        ):
            yield from _said(kind, words, bold)
            words, bold = child.tail or "", False
            yield from _inside(child, kind)
        else:
            inner = _inline(child) if isinstance(child.tag, str) else ""
            bold = child.tag in ("b", "strong") and not clean(words) and not clean(child.tail or "")
            words += inner + (child.tail or "")
    yield from _said(kind, words, bold)


def _inside(child: Any, kind: Any) -> Iterator[Block]:
    for block in _walk(child):
        yield Block(kind, block.text) if kind == "item" and block.kind == "prose" else block


def _said(kind: Any, words: str, bold: bool) -> Iterator[Block]:
    text = clean(words)
    if text:
        yield Block("heading" if bold and could_be_heading(text) else kind, text)


def _rows(table: Any) -> Iterator[Block]:
    first = ""
    for row in table.xpath(".//tr"):
        text = clean(" ".join(_inline(cell) for cell in row if isinstance(cell.tag, str)))
        if text:
            yield Block("row", text, lead=first)
            first = first or text
