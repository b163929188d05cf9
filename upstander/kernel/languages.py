"""The languages that families read, and which of them the wording exists in."""

from datetime import date
from pathlib import Path

ENGLISH = "en"
WORDING = Path(__file__).resolve().parents[1] / "wording"
LANGUAGES = {
    "en": "English",
    "ar": "Arabic",
    "bn": "Bengali",
    "pt": "Portuguese",
    "pa": "Panjabi",
    "pl": "Polish",
    "ro": "Romanian",
    "so": "Somali",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "cy": "Welsh",
    "zh": "Chinese",
    "other": "Another language",
}
TRANSLATED = frozenset({"cy", "pl"})  # wording/cy and wording/pl; whatever is missing there is said in English


def wording_file(folder: str, name: str, language: str = ENGLISH) -> Path:
    """The file in that language, or the English one where there is none."""
    own = WORDING / language / folder / name
    return own if language in TRANSLATED and own.exists() else WORDING / folder / name


def is_worded(folder: str, name: str, language: str) -> bool:
    return language == ENGLISH or wording_file(folder, name, language) != WORDING / folder / name


def day_in(language: str, day: date) -> str:
    """3 November 2026, 3 Tachwedd 2026, 3 listopada 2026"""
    if language not in TRANSLATED:
        return f"{day.day} {day:%B %Y}"
    from babel.dates import format_date

    return format_date(day, "d MMMM y", locale=language)
