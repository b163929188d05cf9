"""ZIP files: taken only as a chat that an app exported, and looked into without unpacking them to disk."""

import zipfile
from typing import BinaryIO

from upstander.records.evidence import chats
from upstander.records.evidence.refusing import Refused
from upstander.records.evidence.written import decoded

MOST_MEMBERS = 5000
LARGEST_INSIDE = 500 * 1024 * 1024
HIGHEST_RATIO = 200  # text packs to a tenth or so; a thousandfold is a bomb
LARGEST_CHAT = 20 * 1024 * 1024
ENCRYPTED = 0x1
PROGRAM_ENDINGS = (
    ".exe",
    ".dll",
    ".scr",
    ".bat",
    ".cmd",
    ".com",
    ".msi",
    ".ps1",
    ".vbs",
    ".js",
    ".jar",
    ".apk",
    ".sh",
    ".app",
    ".lnk",
    ".hta",
)
PROGRAM_STARTS = (b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
CHAT_ENDINGS = (".txt", ".json", ".html", ".htm", ".xml", ".csv", ".js")


def check(file: BinaryIO) -> str:
    """Raises: Refused, when it is locked, damaged, a bomb, holds a program, or holds no chat."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _check_sizes(members)
            for member in members:
                _check_member(archive, member)
            if not any(_is_chat(archive, member) for member in members):
                raise Refused(chats.NOT_A_CHAT)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as trouble:
        raise Refused("It is damaged, or packed in a way that we cannot open.") from trouble
    return "application/zip"


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    if not members:
        raise Refused("There is nothing in it.")
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise Refused("It is locked with a password. Send it without one.")
    inside, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if len(members) > MOST_MEMBERS or inside > LARGEST_INSIDE or inside > HIGHEST_RATIO * max(packed, 1):
        raise Refused("It unpacks to far more than a chat holds.")


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    name = member.filename
    if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/"):
        raise Refused("It holds names that no app would write.")
    is_twitter = name.replace("\\", "/").endswith("direct-messages.js")
    with archive.open(member) as inside:
        starts_as_program = inside.read(4).startswith(PROGRAM_STARTS)
    if starts_as_program or (name.lower().endswith(PROGRAM_ENDINGS) and not is_twitter):
        raise Refused("It holds a program. We do not take programs.")


def _is_chat(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    if not member.filename.lower().endswith(CHAT_ENDINGS) or member.file_size > LARGEST_CHAT:
        return False
    with archive.open(member) as inside:
        text = decoded(inside.read(LARGEST_CHAT))
    try:
        return bool(text) and bool(chats.kind_of_text(text or ""))
    except Refused:
        return False
