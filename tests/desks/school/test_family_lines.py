"""For each family of a case a line: told how, when and by whom, what they wrote since, and whether anybody has answered."""

from __future__ import annotations

import re
from datetime import timedelta

from tests import makers
from tests.cast import Cast, signed_in
from tests.makers import AT
from tests.procedures.letters import Told, make_told, sent


def line(cast: Cast, told: Told, child: str) -> str:
    page = signed_in(cast.okafor).get(f"/school/cases/{told.case.pk}/families/").content.decode()
    section = next(it for it in page.split("<section ") if f"{child}’s family" in it.split("</h2>")[0])
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", section))


def test_how_when_and_by_whom_they_were_told(cast: Cast) -> None:
    told = make_told(cast)
    assert " Told " not in line(cast, told, "Robin Ashdown")

    sent(told.robins, cast.okafor, cast.lund)

    assert re.search(r" Told \d.* with their code, by Mr Lund ", line(cast, told, "Robin Ashdown"))
    assert " Told " not in line(cast, told, "Jess Kowalska"), "the other family's line is its own"


def test_what_they_wrote_since_and_whether_anybody_has_answered(cast: Cast) -> None:
    told = make_told(cast)
    assert "They wrote" not in line(cast, told, "Robin Ashdown")

    makers.make_message(report=told.report)
    makers.make_message(report=told.report, at=AT + timedelta(hours=1))
    asked = line(cast, told, "Robin Ashdown")
    makers.make_message(report=told.report, by=cast.okafor, at=AT + timedelta(hours=2))
    answered = line(cast, told, "Robin Ashdown")

    assert "No answer yet 2 messages, the newest" in asked
    assert "2 messages, the newest" in answered
    assert "No answer yet" not in answered
    assert "They wrote" not in line(cast, told, "Jess Kowalska")
