"""Show short things that strangers typed, such as the name of a file, so that they cannot pass for something else."""

import unicodedata

HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})  # controls, direction and zero-width marks, private use, line breaks
JOINERS = "\u200c\u200d"  # Persian, Hindi and emoji need them between letters; they move nothing


def harmless(text: str, most: int = 80) -> str:
    """One line without characters that hide, or that turn the direction of what follows, cut in the middle when it is long."""
    kept = "".join(c for c in text if c in JOINERS or unicodedata.category(c) not in HIDDEN).strip()
    if len(kept) <= most:
        return kept
    tail = most // 3
    return f"{kept[: most - tail - 1]}…{kept[-tail:]}"
