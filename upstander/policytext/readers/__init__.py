"""One reader a format: bytes to a Document."""
