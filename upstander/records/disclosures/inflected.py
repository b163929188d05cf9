"""Names as Welsh and Polish change them: Ddafydd and Nafydd for Dafydd, Anny and Annie for Anna, Kowalskiej for Kowalska.

A help: the usual changes of the usual names, without accents, as lookalikes.folded leaves them. Neither language is parsed.
"""

from collections.abc import Iterator

SHORTEST = 4  # letters of a name that is looked for in these forms; of a shorter one too many are English words
# What a name begins with, and what stands there after some words in Welsh: i Ddafydd, yn Nafydd, a Chatrin.
MUTATED = {
    "ll": ("l",), "rh": ("r",), "p": ("b", "mh", "ph"), "t": ("d", "nh", "th"), "c": ("g", "ngh", "ch"), "k": ("g", "ngh", "ch"),
    "b": ("f", "m"),
    "d": ("dd", "n"), "g": ("", "ng"), "m": ("f",),
}  # fmt: skip
UNCHANGED = ("ch", "dd", "ff", "ng", "ph", "th")  # letters of their own, which stay
# What a name ends with in Polish, and what stands there in its cases.
SOFTENED = {
    "ka": "ce", "ga": "dze", "ra": "rze", "ta": "cie", "da": "dzie", "sta": "scie", "la": "li", "ska": "skiej", "cka": "ckiej",
    "t": "cie", "d": "dzie", "r": "rze", "st": "scie", "k": "ku", "l": "le",
}  # fmt: skip
FEMININE = ("y", "i", "ie", "e", "o")
MASCULINE = ("a", "owi", "em", "iem", "ie", "u", "y", "owie")
ADJECTIVE = ("ego", "emu", "m", "ch", "mi")


def inflected(name: str) -> frozenset[str]:
    """Shapes: `name` is folded, one word of a whole name; so are the forms, which leave out the name itself."""
    if len(name) < SHORTEST or not name.isalpha():
        return frozenset()
    return frozenset({*_in_welsh(name), *_in_polish(name)}) - {name}


def _in_welsh(name: str) -> Iterator[str]:
    if name.startswith(UNCHANGED):
        return
    first = next((first for first in MUTATED if name.startswith(first)), "")
    yield from (other + name[len(first) :] for other in MUTATED.get(first, ()))


def _in_polish(name: str) -> Iterator[str]:
    yield from (name.removesuffix(end) + soft for end, soft in SOFTENED.items() if name.endswith(end))
    if name.endswith("a"):
        yield from (name[:-1] + ending for ending in FEMININE)
    elif name.endswith(("ski", "cki", "dzki")):
        yield from (name + ending for ending in ADJECTIVE)
    elif name[-1] not in "aeiouy":
        short = f"{name[:-2]}{name[-1]}" if name.endswith(("ek", "el", "iec")) else name  # Marek, Marka; Pawel, Pawla
        yield from (stem + ending for stem in {name, short} for ending in MASCULINE)
