"""Files that people send."""

from __future__ import annotations

import io
import zipfile

from PIL import Image


def png(width: int = 30, height: int = 20) -> bytes:
    return _saved(Image.new("RGB", (width, height), (10, 120, 90)), "PNG")


def jpeg_with_place() -> bytes:
    """A photograph that says where it was taken and with what."""
    picture = Image.new("RGB", (40, 30), (200, 10, 10))
    exif = Image.Exif()
    exif[0x010F] = "Invented Telephones"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (50.0, 36.0, 30.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def damaged_png() -> bytes:
    return png(300, 300)[:-40]


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()


def whatsapp() -> bytes:
    return archive({"_chat.txt": b"[03/11/2025, 16:02:11] Juno: oink oink\r\n"})


def pdf() -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def _saved(picture: Image.Image, format_name: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, format_name)
    return out.getvalue()
