"""Digests over what people said and what was sent, so that anyone can check that neither changed."""

import hashlib
import json
from collections.abc import Mapping


def canonical(value: object) -> bytes:
    """Write a JSON value in the one form that is digested: UTF-8, sorted keys, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def of_json(value: object) -> str:
    return of_bytes(canonical(value))


def of_bytes(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def seal(parts: Mapping[str, bytes]) -> str:
    """Digest several named parts as one: the SHA-256 of the canonical JSON of each part's own SHA-256."""
    return of_json({name: of_bytes(data) for name, data in parts.items()})
