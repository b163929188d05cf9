"""Letters that look like others: what a word would read as, whichever alphabet and whichever signs it is written in."""

import re
import unicodedata

# Cyrillic, Greek and a few others that no normal form turns into the Latin letter that they look like.
_ALIKE = {
    "a": "аαɑ", "b": "ьвЬβƅ", "c": "сϲс", "d": "ԁɗ", "e": "еєεҽ", "f": "ғƒ", "g": "ɡցԍ", "h": "һнհ", "i": "іıιɩӏ", "j": "јϳ",
    "k": "кκ", "l": "ⅼłւ", "m": "мμ", "n": "пηո", "o": "оοσօø", "p": "рρ", "q": "ԛգ", "r": "гɼ", "s": "ѕςꜱ", "t": "тτ",
    "u": "υսц", "v": "νѵ", "w": "шωԝѡ", "x": "хχ", "y": "уүγყ", "z": "ʐᴢ",
}  # fmt: skip
ALIKE = {ord(alike): letter for letter, others in _ALIKE.items() for alike in others} | {ord("đ"): "d", ord("ð"): "d"}
# Signs that stand for letters in a word that has letters as well: J3ss, $am, J*ss.
STANDS_FOR = {
    "0": "o", "1": "[il]", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g", "@": "a", "$": "s", "€": "e", "£": "l",
    "!": "[il]", "|": "[il]", "*": ".", "#": ".", "?": ".",
}  # fmt: skip
UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
APOSTROPHES = frozenset("'’‘ʼ`´ʹ′")


def visible(text: str) -> str:
    """The text without characters that nobody sees and that would keep a name from being found."""
    seen = (c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    return UNSEEN.sub("", "".join(seen))


def folded(text: str) -> str:
    """Case, accents, apostrophes and alphabets set aside: O’Brién is obrien, and so is ОВriеn with Cyrillic letters."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(ALIKE)
    return "".join(c for c in plain if not unicodedata.combining(c) and c not in APOSTROPHES)


def disguised(word: str) -> re.Pattern[str] | None:
    """What a word with signs for letters could be, its plural and possessive too; nothing for a word without such signs."""
    if not (any(c in STANDS_FOR for c in word) and any(c.isalpha() for c in word)):
        return None
    shape = "".join(STANDS_FOR.get(c) or re.escape(folded(c)) for c in word)
    return re.compile(f"{shape}|{shape.removesuffix('s')}")
