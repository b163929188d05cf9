"""Bytes that may be writing."""

import codecs


def decoded(data: bytes) -> str | None:
    """Read text in the encodings that phones and computers write; None when it is none of them."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return _as(data, encoding)
    found = _as(data, "utf-8")
    return found if found is not None else _as(data, "windows-1252")


def _as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
