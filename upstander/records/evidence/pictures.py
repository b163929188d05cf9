"""Pictures: recognised by their first bytes, decoded to see that they are whole, copied without what they carry unseen."""

import io
from functools import cache
from typing import BinaryIO

from PIL import Image, ImageOps

from upstander.records.evidence.refusing import Refused

MOST_PIXELS = 89_000_000
LARGEST_SIDE = 2400  # pixels of a copy: enough to read every screenshot
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/heic": "HEIF"}
DAMAGED = "It is damaged: part of the picture is missing. Save it again, or take a new screenshot."
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def kind_of(head: bytes) -> str:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return "image/heic"
    return ""


def check(file: BinaryIO, kind: str) -> None:
    """Raises: Refused, when the picture is damaged or has more pixels than anybody can look at."""
    try:
        with _opened(file, kind) as picture:
            _decode(picture, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Refused("It has too many pixels. A screenshot of it is enough.") from bomb
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as trouble:
        raise Refused(DAMAGED) from trouble


def _opened(file: BinaryIO, kind: str) -> Image.Image:
    if kind == "image/heic":
        _learn_heic()
    file.seek(0)
    picture = Image.open(file, formats=[FORMATS[kind]])
    if picture.width * picture.height > MOST_PIXELS:
        raise Image.DecompressionBombError
    return picture


def _decode(picture: Image.Image, kind: str) -> None:
    """A PNG carries checksums, which cost little to check; the others must be decoded, a JPEG at an eighth of its size."""
    if kind == "image/png":
        picture.verify()
        return
    if kind == "image/jpeg":
        picture.draft("L", (max(1, picture.width // 8), max(1, picture.height // 8)))
    picture.load()


@cache
def _learn_heic() -> None:
    """Put off until the first photograph comes, since the decoder takes memory."""
    import pi_heif  # type: ignore[import-untyped]

    pi_heif.register_heif_opener(thumbnails=False)


def copy_to_show(data: bytes, kind: str) -> bytes:
    """Draw the picture anew, upright and without place, device or hidden data. PNG stays PNG; the others become JPEG.

    Raises: Refused, when it cannot be decoded.
    """
    try:
        with _opened(io.BytesIO(data), kind) as picture:
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            return _drawn(upright, "PNG" if kind == "image/png" else "JPEG")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, SyntaxError, ValueError, EOFError) as trouble:
        raise Refused(DAMAGED) from trouble


def _drawn(picture: Image.Image, format_name: str) -> bytes:
    has_alpha = format_name == "PNG" and ("A" in picture.getbands() or "transparency" in picture.info)
    mode = "RGBA" if has_alpha else "RGB"
    clean = Image.new(mode, picture.size)
    clean.paste(picture.convert(mode))
    out = io.BytesIO()
    clean.save(out, format_name, **({"quality": 88} if format_name == "JPEG" else {}))
    return out.getvalue()
