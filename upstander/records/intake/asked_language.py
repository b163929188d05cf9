"""In which language whoever reported would like to be written to."""

from typing import Any

from upstander.kernel.languages import ENGLISH, LANGUAGES
from upstander.records.intake.models import Report

OTHER = "other"


def language_asked_for(report: Report) -> str:
    """Shapes: a key of LANGUAGES. English where nothing was said; of another one that they named, its own where there is one."""
    who = _who(report)
    named = str(who.get("which_language") or "").strip()
    language = who.get("language") or (OTHER if named else ENGLISH)
    if language == OTHER:
        return next((code for code, name in LANGUAGES.items() if name.casefold() == named.casefold()), OTHER)
    return language if language in LANGUAGES else ENGLISH


def language_in_their_words(report: Report) -> str:
    """Empty where they asked for none, or for English."""
    language = language_asked_for(report)
    named = str(_who(report).get("which_language") or "").strip()
    return "" if language == ENGLISH else named or LANGUAGES[language]


def _who(report: Report) -> dict[str, Any]:
    return report.answers.get("reporter") or {}
