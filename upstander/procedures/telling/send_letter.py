"""Send a checked letter to the family that reads it with a code."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.barred import barred_reader
from upstander.records.cases.calling import call
from upstander.records.disclosures.delivering import deliver
from upstander.records.disclosures.freshness import is_fresh
from upstander.records.disclosures.holding import why_held
from upstander.records.disclosures.models import Disclosure


class NotSent(Problem):
    """The letter is not checked or out of date, there is no code to read it with, or whoever holds it must not be told."""


def send_letter(*, actor: Actor, disclosure_id: UUID, at: datetime) -> Disclosure:
    """From now on the letter does not change. The message says only that there is something to read.

    Raises: NotPermitted; CaseIsClosed; NotSent.
    """
    related = ("family__case__assessment__organisation", "family__child", "family__report")
    rows = Disclosure.objects.in_hand().select_for_update(of=("self",)).select_related(*related)
    letter = permitted(actor, May.CHECK_LETTER, rows, disclosure_id)
    letter.may_still_go()
    _check(letter, at)
    deliver(letter, verb="sent", by=actor, told_at=at, at=at)
    report = letter.family.report
    if report:
        call(report, key=f"letter:{letter.pk}", at=at)
    recording.record(actor, "letter_sent", "case", letter.case_id, at=at, letter=str(letter.pk), seal=letter.seal)
    return letter


def _check(letter: Disclosure, at: datetime) -> None:
    if letter.pdf is None or letter.checked_at is None:
        raise NotSent("Somebody has to check the letter before it is sent.")
    if letter.family.report_id is None:
        raise NotSent("This family has no code to read it with. Print the letter, and record how it reached them.")
    if barred := barred_reader(letter.family, letter.family.report):
        raise NotSent(
            f"{barred} made the report with whose code this would be read, and must not be told."
            " Say among the families that they read it on paper, or with another report’s code."
        )
    if not is_fresh(letter, at):
        raise NotSent("What is on record has changed since the letter was written. Write it again.")
    if held := why_held(letter):
        raise NotSent(held)
