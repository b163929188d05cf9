"""Encryption, in the four forms that we use. The library is loaded at first use: a start need not wait for it."""


class Altered(Exception):
    """What was sealed or wrapped was changed, or belongs to another key or another thing."""


def new_key() -> bytes:
    """Units: 32 random bytes."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM.generate_key(256)


def derived(secret: bytes, *, purpose: bytes, salt: bytes | None = None) -> bytes:
    """A key of 32 bytes from a secret, another for each purpose (HKDF with SHA-256)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=salt, info=purpose).derive(secret)


def sealed(key: bytes, nonce: bytes, plain: bytes, of: bytes) -> bytes:
    """Encrypt with AES-256-GCM. It opens only with the same nonce, which is used once, and for the thing named by `of`."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key).encrypt(nonce, plain, of)


def unsealed(key: bytes, nonce: bytes, box: bytes, of: bytes) -> bytes:
    """Raises: Altered."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(nonce, box, of)
    except InvalidTag as wrong:
        raise Altered from wrong


def wrapped(key: bytes, *, under: bytes) -> bytes:
    """A key, encrypted under another (AES key wrap, RFC 3394)."""
    from cryptography.hazmat.primitives.keywrap import aes_key_wrap

    return aes_key_wrap(under, key)


def unwrapped(box: bytes, *, under: bytes) -> bytes:
    """Raises: Altered."""
    from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

    try:
        return aes_key_unwrap(under, box)
    except InvalidUnwrap as wrong:
        raise Altered from wrong
