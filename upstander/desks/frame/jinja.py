"""The page engine that every desk uses: Jinja2 behind Django's backend."""

from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from jinja2 import Environment, FileSystemBytecodeCache, Undefined
from markupsafe import Markup

from upstander.desks.frame import words
from upstander.desks.frame.addresses import address
from upstander.desks.frame.views import LEAVE_ADDRESS, neutral_site

WORDS = (
    words.day,
    words.short_day,
    words.full_day,
    words.weekday,
    words.named_day,
    words.clock,
    words.hour,
    words.moment,
    words.full_moment,
    words.due,
    words.plural,
    words.fours,
    words.paragraphs,
)


class Missing(Undefined):
    """A name that the page was not given: it may be asked after, but never printed or walked over as if it were empty."""

    __str__ = __iter__ = __len__ = Undefined._fail_with_undefined_error


def choice(item: object) -> dict[str, Any]:
    """Read one item of radios, checkboxes or a select: a mapping, a (value, text[, hint]) pair or triple, or a plain string."""
    if isinstance(item, (tuple, list)):
        return dict(zip(("value", "text", "hint"), item, strict=False))
    if isinstance(item, dict):
        return item
    if isinstance(item, str):
        return {"value": item, "text": item}
    raise TypeError(f"a choice is a mapping, a tuple or a string, not {item!r}")


def select_options(items: Iterable[object], chosen: object = "") -> Markup:
    """The options of a select. A long list is mostly the same pairs of words each time, so each is drawn once."""
    return Markup("").join(
        _option(*item, item[0] == chosen) if isinstance(item, tuple) and len(item) == 2 else _chosen(choice(item), chosen)
        for item in items
    )


def _chosen(it: dict[str, Any], chosen: object) -> Markup:
    return _option(it["value"], it["text"], it["value"] == chosen, bool(it.get("disabled")))


@lru_cache(maxsize=2048, typed=True)  # what is markup equals the same characters that are not, and must not stand for them
def _option(value: object, text: object, selected: bool, disabled: bool = False) -> Markup:
    marks = Markup((" selected" if selected else "") + (" disabled" if disabled else ""))  # noqa: S704  (ours)
    return Markup('<option value="{}"{}>{}</option>\n').format(value, marks, text)


@dataclass(frozen=True)
class Column:
    """A table's column: its heading, and how each of its cells begins, worked out once and not for every row."""

    text: str
    heading: Markup
    cell: Markup


def columns(headers: Iterable[str | dict[str, Any]]) -> list[Column]:
    """Read the headers of a table: words, or {text, numeric, width}."""
    return [_column(**header) if isinstance(header, dict) else _column(header) for header in headers]


def _column(text: str, numeric: bool = False, width: str = "") -> Column:
    heading = Markup(' class="govuk-table__header{}{}"').format(
        " govuk-table__header--numeric" if numeric else "", f" column--{width}" if width else ""
    )
    cell = Markup('<td role="cell" data-label="{}"{}>').format(
        text, Markup(' class="govuk-table__cell--numeric"') if numeric else ""
    )
    return Column(text, heading, cell)


def _kept_in(folder: Path) -> FileSystemBytecodeCache:
    """Compiling a page takes longer than drawing it, so what is compiled outlives the process.

    A changed template is compiled anew; so is every one after a change of what works on constants while compiling.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # what lies in it is executed
    compiler = sha256(b"".join(Path(file).read_bytes() for file in (__file__, words.__file__))).hexdigest()[:8]
    return FileSystemBytecodeCache(str(folder), f"{compiler}-%s")


class _Environment(Environment):
    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One dictionary. Jinja's own is a chain of two, which each import on each page walks through key by key."""
        return {**self.globals, **(d or {})}


def environment(**options: Any) -> Environment:
    """Make the environment that settings.TEMPLATES names. Django passes the loader, and auto_reload = DEBUG."""
    options.update(autoescape=True, undefined=Missing, trim_blocks=True, lstrip_blocks=True, cache_size=-1)
    options.update(bytecode_cache=_kept_in(settings.COMPILED_TEMPLATES))
    made = _Environment(**options)
    made.filters.update({word.__name__: word for word in WORDS})
    made.globals.update(
        static=static if settings.DEBUG else cache(static),
        url=address,
        choice=choice,
        select_options=select_options,
        columns=columns,
        zip=zip,
    )
    made.globals.update(leave_address=LEAVE_ADDRESS, neutral_site=neutral_site())
    return made
