"""What people type, made fit to keep: the words stay, what no database or page can carry goes."""

import unicodedata

LONGEST = 10_000
KEPT_CONTROLS = "\n\t"


def typed(text: str) -> str:
    """Trim, use one kind of line end, and drop control characters (PostgreSQL refuses NUL). All else stays as it is."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in KEPT_CONTROLS or unicodedata.category(c) != "Cc").strip()


def typed_line(text: str) -> str:
    return " ".join(typed(text).split())
