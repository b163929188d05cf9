"""The key to a draft: one word for cookie, form and link, which says which draft and proves that its holder may."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from uuid import UUID

from upstander.kernel import ciphers
from upstander.kernel.references import uuid7
from upstander.records.access.doors import key_digest

SECRET_BYTES = 16
NONCE = 12


@dataclass(frozen=True, slots=True)
class DraftKey:
    """The draft's id and 128 random bits, written as one word of 43 letters. Only a digest of the word is stored."""

    word: str
    draft_id: UUID

    @property
    def digest(self) -> bytes:
        return key_digest(self.word)


def new_key() -> DraftKey:
    draft_id = uuid7()
    return DraftKey(urlsafe_b64encode(draft_id.bytes + os.urandom(SECRET_BYTES)).decode().rstrip("="), draft_id)


def read_key(word: str) -> DraftKey | None:
    """Read a key as it was presented; None when it cannot be one."""
    if len(word) != 43 or not word.isascii():
        return None
    try:
        raw = urlsafe_b64decode(word + "=")
    except (Error, ValueError):
        return None
    return DraftKey(word, UUID(bytes=raw[:16])) if len(raw) == 16 + SECRET_BYTES else None


def sealed(code: str, key: DraftKey) -> bytes:
    """Encrypt a receipt code so that only whoever holds the draft's key can be shown it again."""
    nonce = os.urandom(NONCE)
    return nonce + ciphers.sealed(_sealing_key(key), nonce, code.encode(), key.draft_id.bytes)


def unsealed(box: bytes, key: DraftKey) -> str:
    """The code again; empty when this key does not open it."""
    try:
        return ciphers.unsealed(_sealing_key(key), box[:NONCE], box[NONCE:], key.draft_id.bytes).decode()
    except ciphers.Altered:
        return ""


def _sealing_key(key: DraftKey) -> bytes:
    return ciphers.derived(key.word.encode(), purpose=b"upstander receipt code", salt=key.draft_id.bytes)
