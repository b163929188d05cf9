"""Whether a word may be a name in another shape: shortened, made familiar, or spelt a little differently."""

import re
from collections.abc import Collection, Mapping
from functools import cache

from upstander.records.disclosures.wording import FOLDER

FAMILIAR = re.compile(r"(?:zza|ies|ie|ey|za|y|i|o|z|s)$")
LONG = 6  # letters from which one letter more, less, other or swapped is still taken for the name
VERY_LONG = 7  # and from which it is so without a capital


def may_be_called(word: str, names: Collection[str]) -> bool:
    """Shapes: both folded. Bob for Robert, Alex for Alexander, Sammy and Sam for Samuel, Jessie for Jess."""
    stems = {word, FAMILIAR.sub("", word)}
    stems |= {stem[:-1] for stem in stems if len(stem) > 3 and stem[-1] == stem[-2]}
    return any(_called(name, word, stems) for name in names)


def _called(name: str, word: str, stems: set[str]) -> bool:
    known = _short_names().get(name, ())
    begins = any(len(stem) > 2 and name.startswith(stem) and (stem != name or word != name) for stem in stems)
    return word in known or word.removesuffix("s") in known or (begins and word != name and len(name) > 3)


@cache
def _short_names() -> Mapping[str, list[str]]:
    import yaml

    names: Mapping[str, list[str]] = yaml.safe_load((FOLDER / "naming" / "short_names.yaml").read_text(encoding="utf-8"))
    return names


def nearly(word: str, names: Collection[str], *, capital: bool) -> bool:
    """One letter away from a name that is long enough for that to be no chance."""
    shortest = LONG if capital else VERY_LONG
    bare = {word, word.removesuffix("s")}
    return any(len(name) >= shortest and name not in bare and any(_one_off(it, name) for it in bare) for name in names)


def _one_off(one: str, two: str) -> bool:
    """One letter put in, left out, changed, or swapped with its neighbour."""
    if abs(len(one) - len(two)) > 1:
        return False
    short, long = sorted((one, two), key=len)
    place = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[place:] == long[place + 1 :]
    swapped = short[place : place + 2] == long[place : place + 2][::-1] and short[place + 2 :] == long[place + 2 :]
    return short[place + 1 :] == long[place + 1 :] or swapped
