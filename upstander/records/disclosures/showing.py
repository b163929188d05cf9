"""A letter as a page and as plain text. The markup is that of the desks' letter sheet (docs/components.md)."""

import textwrap

from markupsafe import Markup, escape

from upstander.records.disclosures.letter import MARKED, Block, Letter, unmarked

WIDTH = 72  # characters a line of the plain text


def as_html(letter: Letter) -> str:
    """The letter's sheet, for a page to hold. Everything that is not a tag of ours is escaped."""
    parts = [
        Markup('<address class="letter__from">{}</address>').format(_lines(letter.sender, first=Markup("<b>{}</b>"))),
        Markup('<address class="letter__to">{}</address>').format(_lines(letter.recipient)),
        Markup('<p class="letter__date">{}{}</p>').format(letter.date, _reference(letter)),
        Markup("<h1>{}</h1>").format(_marked(letter.title)),
    ]
    for section in letter.sections:
        parts += [Markup("<h2>{}</h2>").format(_marked(section.heading))] if section.heading else []
        parts += [_block(block) for block in section.blocks]
    parts.append(Markup('<p class="letter__signed">{}</p>').format(_lines(letter.signed)))
    language = Markup(' lang="{}"').format(letter.language) if letter.language != "en" else Markup("")
    return str(Markup('<article class="letter"{}>\n{}\n</article>\n').format(language, Markup("\n").join(parts)))


def as_text(letter: Letter) -> str:
    """The letter in lines of at most 72 characters."""
    parts = ["\n".join(letter.sender), "\n".join(letter.recipient)]
    parts.append(letter.date + (f"\n{_reference_words(letter)}" if letter.reference else ""))
    parts.append(f"{_wrapped(letter.title)}\n{'=' * min(len(letter.title), WIDTH)}")
    for section in letter.sections:
        parts += [f"{section.heading}\n{'-' * len(section.heading)}"] if section.heading else []
        parts += [_block_text(block) for block in section.blocks]
    return unmarked("\n\n".join([*parts, "\n".join(letter.signed)]) + "\n")


def _reference(letter: Letter) -> Markup:
    sheet = Markup('<br><span class="letter__reference">{}</span>')
    return sheet.format(_reference_words(letter)) if letter.reference else Markup("")


def _reference_words(letter: Letter) -> str:
    return letter.reference_words or f"Our reference: {letter.reference}"


def _marked(text: str) -> Markup:
    """What stays English within a letter in another language is said to be so. Signs that somebody typed alone change nothing."""
    return Markup(MARKED.sub(r'<span lang="en">\1</span>', str(escape(text))))  # noqa: S704  (escaped before)


def _lines(lines: tuple[str, ...], first: Markup | None = None) -> Markup:
    told = [first.format(line) if first and number == 0 else escape(line) for number, line in enumerate(lines)]
    return Markup("<br>").join(told)


def _block(block: Block) -> Markup:
    if block.kind == "list":
        items = Markup("\n").join(Markup('<li dir="auto">{}</li>').format(_marked(line)) for line in block.lines)
        return Markup("<ul>\n{}\n</ul>").format(items)
    told = Markup("\n").join(Markup('<p dir="auto">{}</p>').format(_marked(line)) for line in block.lines)
    if block.kind == "quote":
        cited = Markup("<footer><cite>{}</cite></footer>").format(_marked(block.source))
        return Markup("<blockquote>\n{}\n{}\n</blockquote>").format(told, cited)
    return told


def _block_text(block: Block) -> str:
    if block.kind == "list":
        return "\n".join(_wrapped(line, "- ", "  ") for line in block.lines)
    if block.kind == "quote":
        quoted = "\n".join(_wrapped(line, "    ", "    ") for line in block.lines)
        return f"{quoted}\n    ({block.source})"
    return "\n\n".join(_wrapped(line) for line in block.lines)


def _wrapped(text: str, first: str = "", rest: str = "") -> str:
    shape = {"initial_indent": first, "subsequent_indent": rest, "break_long_words": False, "break_on_hyphens": False}
    return textwrap.fill(text, WIDTH, **shape)  # type: ignore[arg-type]
