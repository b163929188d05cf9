"""What may be evidence is decided by what is in a file, never by its name."""

from __future__ import annotations

import io

import pytest

from tests.desks.family import pictures
from upstander.records.evidence.checking import LARGEST_FILE, media_type_of
from upstander.records.evidence.refusing import Refused

TAKEN = {
    "png": (pictures.png(), "image/png"),
    "jpeg": (pictures.jpeg_with_place(), "image/jpeg"),
    "pdf": (pictures.pdf(), "application/pdf"),
    "text": ("She said: “go away”.\r\n".encode(), "text/plain"),
    "text from an old computer": (b"caf\xe9 \x93ugly\x94", "text/plain"),
    "utf-16 text": ("\u202eodd".encode("utf-16"), "text/plain"),
    "iphone whatsapp": (b"[03/11/2025, 16:02:11] Juno: oink\r\n", "text/plain"),
    "whatsapp archive": (pictures.whatsapp(), "application/zip"),
    "instagram": (b'{"participants":[{"name":"J"}],"messages":[{"sender_name":"J","timestamp_ms":1}]}', "application/json"),
    "sms": (b'<?xml version="1.0"?><smses count="1"><sms body="x"/></smses>', "application/xml"),
    "discord": (b"ID,Timestamp,Contents,Attachments\n1,2,x,\n", "text/csv"),
}
REFUSED = {
    "empty": (b"", "empty"),
    "renamed windows program": (b"MZ\x90\x00" + bytes(200), "program"),
    "renamed linux program": (b"\x7fELF" + bytes(200), "program"),
    "script": (b"#!/bin/sh\nrm -rf /\n", "program"),
    "damaged png": (pictures.damaged_png(), "damaged"),
    "cut jpeg": (pictures.jpeg_with_place()[:-120], "damaged"),
    "png in name only": (b"\x89PNG\r\n\x1a\n" + b"nothing", "damaged"),
    "cut pdf": (pictures.pdf()[:40], "damaged"),
    "locked pdf": (pictures.pdf().replace(b"/Root", b"/Encrypt 2 0 R/Root"), "password"),
    "video": (b"\x00\x00\x00\x18ftypmp42" + bytes(64), "videos or sound"),
    "bytes": (bytes(range(256)), "do not know"),
    "any json": (b'{"colour": "red"}', "does not look like a chat"),
    "any web page": (b"<html><body><p>Shop</p></body></html>", "does not look like a chat"),
    "cut json": (b'{"messages": [', "damaged"),
    "any archive": (pictures.archive({"holiday.bin": b"x"}), "does not look like a chat"),
    "archive with a program": (pictures.archive({"_chat.txt": b"hi", "photo.jpg": b"MZ\x90\x00"}), "program"),
    "archive with a script": (pictures.archive({"_chat.txt": b"hi", "run.bat": b"echo"}), "program"),
    "bomb": (pictures.archive({"_chat.txt": bytes(30_000_000)}), "unpacks"),
    "archive that climbs": (pictures.archive({"../../_chat.txt": b"hi"}), "names"),
    "cut archive": (pictures.whatsapp()[:40], "damaged"),
    "empty archive": (pictures.archive({}), "nothing in it"),
}


@pytest.mark.parametrize("what", TAKEN)
def test_it_is_taken_for_what_it_is(what: str) -> None:
    content, media_type = TAKEN[what]
    assert media_type_of(io.BytesIO(content), len(content)) == media_type


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with_the_reason(what: str) -> None:
    content, reason = REFUSED[what]
    with pytest.raises(Refused, match=reason):
        media_type_of(io.BytesIO(content), len(content))


def test_what_is_too_large_is_not_even_read() -> None:
    with pytest.raises(Refused, match="25 MB"):
        media_type_of(io.BytesIO(b""), LARGEST_FILE + 1)


def test_a_locked_archive_is_refused() -> None:
    content = bytearray(pictures.whatsapp())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    with pytest.raises(Refused, match="password"):
        media_type_of(io.BytesIO(bytes(content)), len(content))


def test_a_picture_of_too_many_pixels_is_refused() -> None:
    """Its header alone says so; nothing is drawn."""
    content = bytearray(pictures.png())
    content[16:24] = (60_000).to_bytes(4) + (60_000).to_bytes(4)
    with pytest.raises(Refused, match=r"pixels|damaged"):
        media_type_of(io.BytesIO(bytes(content)), len(content))
