"""Write to a family as their report asked, once it is known to be theirs."""

from upstander.kernel.languages import ENGLISH
from upstander.records.cases.models import Family
from upstander.records.intake.asked_language import language_asked_for
from upstander.records.intake.models import Report


def read_as_asked(report: Report) -> None:
    """Give the family of this report the language that it asks for, unless somebody has said another."""
    language = language_asked_for(report)
    if language != ENGLISH:
        Family.objects.filter(report=report, language=ENGLISH).update(language=language)
