"""Files carried in one ZIP with their digests: how it is laid out, made as a stream, and checked by whoever gets it.

Layout: every file, then manifest.json (each file with its size and SHA-256) and SHA256SUMS (for `sha256sum -c`), which are last
because they are of what came before. The names are ours.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
FORMAT = "upstander pack 1"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)?")
MOST_OF_A_MANIFEST = 4 * 1024 * 1024  # bytes
CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Carried:
    """One file that goes in. Its bytes come as they are asked for."""

    name: str
    content: Iterable[bytes]


class NotAPack(Exception):
    """What is wrong with a file that should be a pack: one line that names the place and what was expected."""


class _Stream(io.RawIOBase):
    """What a ZIP writes into when nobody can seek in it."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        part = bytes(data)  # type: ignore[call-overload]
        self.waiting += part
        return len(part)

    def taken(self) -> bytes:
        part = bytes(self.waiting)
        self.waiting.clear()
        return part


def carry(files: Iterable[Carried], *, about: Mapping[str, object], at: datetime) -> Iterator[bytes]:
    """The bytes of a ZIP, as the files give theirs. The same files at the same moment are the same bytes."""
    stream, listed = _Stream(), []
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for file in files:
            digest, size = hashlib.sha256(), 0
            with archive.open(_entry(file.name, at), "w", force_zip64=True) as entry:
                for part in file.content:
                    digest.update(part)
                    size += len(part)
                    entry.write(part)
                    yield stream.taken()
            listed.append({"name": file.name, "size": size, "sha256": digest.hexdigest()})
        for name, content in _last(listed, about):
            with archive.open(_entry(name, at), "w") as entry:
                entry.write(content)
            yield stream.taken()
    yield stream.taken()


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    if not NAME.fullmatch(name):
        raise ValueError(f"not a name of ours: {name!r}")
    entry = zipfile.ZipInfo(name, at.timetuple()[:6])
    entry.external_attr = 0o600 << 16
    return entry


def _last(listed: list[dict[str, object]], about: Mapping[str, object]) -> Iterator[tuple[str, bytes]]:
    manifest = json.dumps({"format": FORMAT, **about, "files": listed}, ensure_ascii=False, indent=1).encode()
    sums = [*((str(it["name"]), str(it["sha256"])) for it in listed), (MANIFEST, hashlib.sha256(manifest).hexdigest())]
    yield MANIFEST, manifest
    yield SUMS, "".join(f"{digest}  {name}\n" for name, digest in sums).encode()


@dataclass(frozen=True, slots=True)
class Checked:
    """A pack that is what its manifest says. Units: `size` in bytes, of all files together."""

    files: int
    size: int
    about: Mapping[str, object]


def check(path: Path) -> Checked:
    """Read a pack whole and compare each file with the manifest and with SHA256SUMS.

    Raises: NotAPack.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _check(archive)
    except (OSError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as trouble:
        said = getattr(trouble, "strerror", None) or str(trouble) or "it breaks off"
        raise NotAPack(f"{said}; expected a ZIP that Upstander made") from None


def _check(archive: zipfile.ZipFile) -> Checked:
    names = archive.namelist()
    if len(set(names)) != len(names):
        raise NotAPack("a name stands in it twice; expected each once")
    about = _manifest(archive)
    listed = about.pop("files")
    expected = {it["name"]: it for it in listed}
    _same_names(set(names), set(expected) | {MANIFEST, SUMS})
    _sums_agree(archive, {name: it["sha256"] for name, it in expected.items()})
    size = 0
    for name, it in expected.items():
        digest, length = _digest(archive, name)
        size += length
        if digest != it["sha256"] or length != it["size"]:
            raise NotAPack(f"{name}: is not what {MANIFEST} says; expected SHA-256 {it['sha256']}")
    return Checked(len(expected), size, about)


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        entry = archive.getinfo(MANIFEST)
    except KeyError:
        raise NotAPack(f"{MANIFEST} is missing; expected a ZIP that Upstander made") from None
    if entry.file_size > MOST_OF_A_MANIFEST:
        raise NotAPack(f"{MANIFEST}: is too large; expected at most 4 MB")
    try:
        value = json.loads(archive.read(MANIFEST))
    except ValueError:
        raise NotAPack(f"{MANIFEST}: is not JSON; expected the list of files") from None
    if not isinstance(value, dict) or value.get("format") != FORMAT or not _is_list(value.get("files")):
        raise NotAPack(f'{MANIFEST}: is of another kind; expected format "{FORMAT}" and a list of files')
    return value


def _is_list(files: object) -> bool:
    def fits(it: object) -> bool:
        return (
            isinstance(it, dict)
            and isinstance(it.get("name"), str)
            and isinstance(it.get("size"), int)
            and isinstance(it.get("sha256"), str)
            and NAME.fullmatch(it["name"]) is not None
        )

    return isinstance(files, list) and all(fits(it) for it in files)


def _same_names(found: set[str], expected: set[str]) -> None:
    if missing := sorted(expected - found):
        raise NotAPack(f"{missing[0]}: is missing; expected because {MANIFEST} lists it")
    if more := sorted(found - expected):
        raise NotAPack(f"{more[0]!r}: is not listed; expected nothing that {MANIFEST} does not list")


def _sums_agree(archive: zipfile.ZipFile, digests: Mapping[str, str]) -> None:
    expected = {**digests, MANIFEST: hashlib.sha256(archive.read(MANIFEST)).hexdigest()}
    try:
        lines = [line.split("  ", 1) for line in archive.read(SUMS).decode().splitlines()]
        given = {name: digest for digest, name in lines}
    except (UnicodeDecodeError, ValueError):
        raise NotAPack(f"{SUMS}: cannot be read; expected a digest and a name on each line") from None
    if given != expected:
        raise NotAPack(f"{SUMS}: does not agree with {MANIFEST}; expected the same digests")


def _digest(archive: zipfile.ZipFile, name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with archive.open(name) as file:
        while part := file.read(CHUNK):
            digest.update(part)
            size += len(part)
    return digest.hexdigest(), size
