"""What another school reads of a case is what was sent to it: of everything else, not one word on any page, in any search."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import makers
from tests.cast import Cast, signed_in
from tests.makers import AT
from tests.procedures.exchanges import LATER, at_other, deliver_all, words_to
from upstander.procedures.exchanging.accept_referral import accept_referral
from upstander.procedures.exchanging.send_referral import send_referral
from upstander.procedures.exchanging.write_referral import write_referral
from upstander.procedures.exchanging.write_to_school import write_to_school
from upstander.records.access.asking import asking
from upstander.records.cases.models import Part
from upstander.records.cases.searching import search, search_people
from upstander.records.disclosures.exchange import Crossing, Exchange
from upstander.records.disclosures.exchange_checked import NamesOthers

EXAMPLES = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = (
    "targeted", "pupil", "witness", "report", "note", "statement", "measure", "message", "finding", "title",
    "incident-0", "incident-1", "file-0", "file-1", "what", "done", "question", "answer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose to send."""

    names_ours: bool
    incidents: frozenset[int]
    files: frozenset[int]
    accepted: bool


CHOICES = st.builds(Choice, st.booleans(), st.frozensets(st.integers(0, 1)), st.frozensets(st.integers(0, 1)), st.booleans())


def marks(seed: int) -> dict[str, str]:
    """A word for each thing that nothing else has, which reads like a name and is none."""
    letters = "bdfgklmnprstvz"
    made = {}
    for number, what in enumerate(WORDS):
        value, word = seed * 97 + number * 7919 + 104_729, ""
        for _ in range(4):
            value, left = divmod(value, len(letters))
            word += letters[left] + "aeiou"[value % 5]
        made[what] = f"{word}{chr(97 + number)}q"
    return made


def may_cross(choice: Choice) -> set[str]:
    told = {"pupil", "what", "done", "question", "answer"}
    told |= {f"incident-{number}" for number in choice.incidents} | {f"file-{number}" for number in choice.files}
    return told | ({"targeted"} if choice.names_ours else set())


@EXAMPLES
@given(choice=CHOICES, seed=st.integers(1, 10_000))
def test_only_what_was_sent_is_there(cast: Cast, choice: Choice, seed: int) -> None:
    mark = marks(seed)
    with transaction.atomic():
        theirs = _sent(cast, choice, mark)
        read = _everything_read(cast, theirs, mark)
        found = {what for what, word in mark.items() if re.search(word, read, re.IGNORECASE)}
        assert found == may_cross(choice)
        transaction.set_rollback(True)


def _sent(cast: Cast, choice: Choice, mark: dict[str, str]) -> Exchange:
    okafor = cast.okafor.actor()
    said = {"words": {"words": f"It is {mark['report']}."}}
    report = makers.make_report(
        organisation=cast.thornbury, answers=said, child_name=f"Targeted {mark['targeted'].title()}", taken_by=cast.okafor,
        all_words_found=True,
    )  # fmt: skip
    case = makers.make_case(lead=cast.okafor, reports=[report], title=f"About {mark['title']}")
    ours = makers.make_child(organisation=cast.thornbury, name=mark["targeted"].title())
    pupil = makers.make_child(organisation=cast.thornbury, name=mark["pupil"].title())
    witness = makers.make_child(organisation=cast.thornbury, name=mark["witness"].title())
    for child, part in ((ours, Part.TARGETED), (pupil, Part.DISPLAYING), (witness, Part.SAW)):
        makers.make_involvement(case=case, person=child, part=part)
    makers.make_note(case=case, by=cast.okafor, words=mark["note"])
    makers.make_statement(case=case, person=witness, by=cast.okafor, words=mark["statement"])
    makers.make_measure(case=case, child=ours, by=cast.okafor, words=mark["measure"])
    makers.make_message(report=report, words=mark["message"])
    makers.make_finding(case=case, by=cast.okafor, reasons=mark["finding"])
    incidents = [makers.make_incident(case=case, by=cast.okafor, what=mark[f"incident-{n}"]) for n in range(2)]
    files = [makers.make_item(report=report, content=b"file %d" % n, name=f"{mark[f'file-{n}']}.txt") for n in range(2)]
    words = words_to(
        cast.northcliff,
        names_ours=choice.names_ours,
        what=f"It is {mark['what']}.",
        done=mark["done"],
        question=mark["question"],
        incidents=tuple(incidents[n].pk for n in choice.incidents),
        files=tuple(files[n].pk for n in choice.files),
        no_images=True,
    )
    with asking(okafor):
        exchange = write_referral(actor=okafor, case_id=case.pk, pupil_id=pupil.pk, words=words, at=AT)
        send_referral(actor=okafor, exchange_id=exchange.pk, at=LATER)
        write_to_school(actor=okafor, exchange_id=exchange.pk, kind="answer", words=f"Also {mark['answer']}.", at=LATER)
        _refused(cast, exchange, mark["witness"])
    deliver_all(cast)
    theirs = at_other(cast, exchange.shared_id)
    if choice.accepted:
        with asking(cast.vance.actor()):
            accept_referral(actor=cast.vance.actor(), exchange_id=theirs.pk, at=LATER)
    return theirs


def _refused(cast: Cast, exchange: Exchange, name: str) -> None:
    """A slip in an answer is stopped."""
    try:
        write_to_school(
            actor=cast.okafor.actor(), exchange_id=exchange.pk, kind="answer", words=f"{name.title()} saw it.", at=LATER
        )
    except NamesOthers:
        return
    raise AssertionError("a name that the other school need not know went through")


def _everything_read(cast: Cast, theirs: Exchange, mark: dict[str, str]) -> str:
    """Every page that somebody there can open, every word looked for, and the bytes that were kept."""
    client = signed_in(cast.vance)
    pages = ["", "reports/", "cases/", "duties/", "schools/", "came-in/", "waiting/", "steps/", f"schools/{theirs.pk}/"]
    if theirs.accepted_at or client.get(f"/school/reports/{theirs.pk}/").status_code == 200:
        pages += [f"reports/{theirs.pk}/", f"reports/{theirs.pk}/case/", f"reports/{theirs.pk}/glance/"]
    read = [client.get(f"/school/{page}").content.decode() for page in pages]
    with asking(cast.vance.actor()):
        for word in mark.values():
            read += [row.label for row in search(cast.vance.actor(), word)]
            read += [person.name for person in search_people(cast.vance.actor(), word)]
        read += [str(row.payload) for row in Crossing.objects.all()]
    return "\n".join(read)
