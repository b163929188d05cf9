"""Keep evidence encrypted: AES-256-GCM over chunks, under a key for each report that an organisation's key wraps.

Layout of a stored file: a random prefix of 7 bytes, then each chunk of 1 MiB sealed with 16 more bytes. The nonce is
prefix, counter and a last byte that is 1 for the final chunk, so that nothing can be cut off, moved or added.
Source: the STREAM construction, Hoang, Reyhanitabar, Rogaway and Vizár (2015).
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from upstander.kernel import ciphers

CHUNK = 1024 * 1024
PREFIX = 7
TAG = 16


def new_key(organisation_id: UUID | None) -> bytes:
    """Make a key for one report's evidence, wrapped for its organisation (none yet while it is a draft)."""
    return ciphers.wrapped(ciphers.new_key(), under=_wrapping_key(organisation_id))


def rewrapped(wrapped: bytes, before: UUID | None, after: UUID | None) -> bytes:
    return ciphers.wrapped(unwrap(wrapped, before), under=_wrapping_key(after))


def _wrapping_key(organisation_id: UUID | None) -> bytes:
    info = b"upstander evidence " + (organisation_id.bytes if organisation_id else b"drafts")
    return ciphers.derived(settings.EVIDENCE_KEY.encode(), purpose=info)


def path_of(item_id: UUID, kind: str = "original") -> Path:
    """Where one file lies. Only our own ids make a path; nothing that anybody typed does."""
    name = item_id.hex
    return Path(settings.EVIDENCE_FOLDER) / name[-2:] / f"{name}.{kind}"


def keep(item_id: UUID, chunks: Iterable[bytes], key: bytes, *, kind: str = "original") -> tuple[int, str]:
    """Encrypt and store, whole or not at all. Returns the size in bytes and the SHA-256 of what came, in hexadecimal."""
    path = path_of(item_id, kind)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    digest, size = hashlib.sha256(), 0
    try:
        with unfinished.open("xb") as file:
            prefix = os.urandom(PREFIX)
            file.write(prefix)
            for counter, (chunk, is_last) in enumerate(_in_chunks(chunks)):
                digest.update(chunk)
                size += len(chunk)
                file.write(ciphers.sealed(key, _nonce(prefix, counter, is_last), chunk, item_id.bytes))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return size, digest.hexdigest()


def unwrap(wrapped: bytes, organisation_id: UUID | None) -> bytes:
    """Raises: kernel.ciphers.Altered."""
    return ciphers.unwrapped(wrapped, under=_wrapping_key(organisation_id))


def read(item_id: UUID, key: bytes, *, kind: str = "original") -> Iterator[bytes]:
    """Yield the bytes as they came.

    Raises: kernel.ciphers.Altered, when a stored byte was changed, moved or cut off; FileNotFoundError.
    """
    path = path_of(item_id, kind)
    sealed_size = path.stat().st_size - PREFIX
    with path.open("rb") as file:
        prefix = file.read(PREFIX)
        counter = 0
        while True:
            sealed = file.read(CHUNK + TAG)
            sealed_size -= len(sealed)
            yield ciphers.unsealed(key, _nonce(prefix, counter, sealed_size <= 0), sealed, item_id.bytes)
            if sealed_size <= 0:
                return
            counter += 1


def destroy(item_id: UUID) -> None:
    for kind in ("original", "copy"):
        path_of(item_id, kind).unlink(missing_ok=True)


def _nonce(prefix: bytes, counter: int, is_last: bool) -> bytes:
    return prefix + counter.to_bytes(4) + bytes([is_last])


def _in_chunks(parts: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Cut any stream into chunks of 1 MiB, each with whether it is the last. An empty stream is one empty last chunk."""
    held = b""
    for part in parts:
        held += part
        while len(held) > CHUNK:
            yield held[:CHUNK], False
            held = held[CHUNK:]
    yield held, True
