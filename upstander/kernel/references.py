"""Keys, references and codes: short where people speak them, unguessable where they open something."""

import hashlib
import hmac
import os
import secrets
import time
from uuid import UUID

SPOKEN = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 and O, 1 and I and L, and no U: nothing to mishear or to spell


def uuid7() -> UUID:
    """Make a UUID whose first 48 bits are the time in milliseconds, so that new rows sit together in an index.

    Source: RFC 9562, section 5.7. PostgreSQL has it from version 18 only, Python from 3.14.
    """
    value = int.from_bytes(os.urandom(16))
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | (value & ((1 << 80) - 1))
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return UUID(int=value)


def reference() -> str:
    """Make a reference that people can say on the telephone: UP- and six letters or digits."""
    return "UP-" + "".join(secrets.choice(SPOKEN) for _ in range(6))


def receipt_code() -> str:
    """Make the 16 digits with which someone comes back to their report."""
    return f"{secrets.randbelow(10**16):016d}"


def in_fours(code: str) -> str:
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))


def typed_code(typed: str) -> str | None:
    """Read a code as people type it, with spaces, dashes or dots; None when it is not 16 digits."""
    digits = "".join(character for character in typed if not character.isspace() and character not in "-–—.·")
    return digits if len(digits) == 16 and digits.isascii() and digits.isdigit() else None


def token() -> str:
    """Make an unguessable word for a link: 128 random bits, safe in an address."""
    return secrets.token_urlsafe(16)


def keyed_digest(secret: bytes, presented: str) -> bytes:
    """Digest a code or a token so that a stolen database alone cannot be searched for it. 32 bytes."""
    return hmac.new(secret, presented.encode(), hashlib.sha256).digest()
