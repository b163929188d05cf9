"""Names by how they sound and how they are spelt, so that Smyth finds Smith. Two names are compared, never judged the same."""

import unicodedata
from collections.abc import Callable, Collection
from functools import lru_cache

VOWELS = frozenset("aeiouy")
SHORTEST = 2  # letters of a part of a name that counts
APOSTROPHES = "'’‘`"
NOT_LATIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"})
# Names whose spelling hides their sound from an English ear, as such an ear would spell them.
HEARD = {
    "aoife": "eefa", "caoimhe": "keeva", "ciara": "keera", "ciaran": "kieran", "eoin": "owen", "grainne": "gronya",
    "ioan": "yoan", "maeve": "mave", "meabh": "mave", "niamh": "neve", "oisin": "usheen", "roisin": "rosheen", "sadhbh": "sive",
    "saoirse": "sersha", "sean": "shaun", "sian": "sharn", "sinead": "shinade", "siobhan": "shivaun", "tadhg": "tige",
    "thomas": "tomas", "thomasina": "tomasina", "theresa": "teresa", "aaron": "arron", "vaughan": "vaughn", "jose": "hosay",
    "jesus": "hesus", "xiao": "shao", "zhang": "jang", "hugh": "hew", "leigh": "lee", "rhys": "rees", "llewellyn": "luellin",
}  # fmt: skip


def folded(text: str) -> str:
    """Small letters without accents: Zoë and zoe are one."""
    if text.isascii():  # most names; the long way costs ten times as much
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold().translate(NOT_LATIN))
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold().translate(NOT_LATIN)


class Signs(dict[int, str | None]):
    """For str.translate: what becomes of a sign, worked out when it first occurs."""

    def __init__(self, becomes: Callable[[str], str | None]) -> None:
        self._becomes = becomes

    def __missing__(self, sign: int) -> str | None:
        self[sign] = became = self._becomes(chr(sign))
        return became


def _in_a_part(sign: str) -> str | None:
    return None if sign in APOSTROPHES else sign if sign.isalnum() and not sign.isdecimal() else " "


IN_PARTS = Signs(_in_a_part)


def parts_of(name: str) -> list[str]:
    """The words of a name, folded, without apostrophes: O’Vane is ovane, Mary-Jane is mary and jane."""
    return parts_in(folded(name))


def parts_in(plain: str) -> list[str]:
    """The same of what is folded already."""
    return [part for part in plain.translate(IN_PARTS).split() if len(part) >= SHORTEST]


@lru_cache(maxsize=20_000)
def keys_of_part(part: str) -> tuple[str, str]:
    """How a folded part of a name sounds, and its first letter with its consonants in the order of the alphabet.

    The second is the same for letters that changed places, were doubled, or for one vowel in place of another.
    """
    import jellyfish

    sound = jellyfish.metaphone(HEARD.get(part, part)) or part
    return sound.replace(" ", ""), part[0] + "".join(sorted(set(part[1:]) - VOWELS))


def closeness(one: list[str], other: list[str]) -> float:
    """How alike two names are, by their parts. Units: 0 for nothing in common to 100 for the same letters in whatever order."""
    from rapidfuzz.fuzz import token_sort_ratio

    return float(token_sort_ratio(" ".join(one), " ".join(other)))


def like(part: str, others: Collection[str], least: float) -> dict[str, float]:
    """How alike these parts of names are, of those which are at least as alike as this."""
    from rapidfuzz import fuzz, process

    found = process.extract(part, others, scorer=fuzz.ratio, score_cutoff=least, limit=None)
    return {other: float(closeness) for other, closeness, _ in found}


def alike(sought: str, name: str) -> bool:
    """Whether each part of the shorter name is in the other, in its letters, its sound or its consonants."""
    return alike_parts(parts_of(sought), parts_of(name))


def alike_parts(one: list[str], other: list[str]) -> bool:
    if not one or not other:
        return False
    few, many = sorted((one, other), key=len)
    return all(any(part == each or _near(part, each) for each in many) for part in few)


def _near(part: str, other: str) -> bool:
    return any(mine == theirs for mine, theirs in zip(keys_of_part(part), keys_of_part(other), strict=True))
