"""The key to a draft: one word for cookie, form and link, which says which draft and proves that its holder may."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

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
    return nonce + AESGCM(_sealing_key(key)).encrypt(nonce, code.encode(), key.draft_id.bytes)


def unsealed(box: bytes, key: DraftKey) -> str:
    """The code again; empty when this key does not open it."""
    try:
        return AESGCM(_sealing_key(key)).decrypt(box[:NONCE], box[NONCE:], key.draft_id.bytes).decode()
    except InvalidTag:
        return ""


def _sealing_key(key: DraftKey) -> bytes:
    return HKDF(SHA256(), 32, salt=key.draft_id.bytes, info=b"upstander receipt code").derive(key.word.encode())
