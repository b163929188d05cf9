"""At the desk, with a school that nobody has here: the letter to post, and what they said."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import makers
from tests.cast import Cast, signed_in
from tests.procedures.exchanges import written_elsewhere
from upstander.kernel.clock import in_london, now
from upstander.operations.pdf.rendering import make_pdf
from upstander.procedures.exchanging.render_paper import render_paper
from upstander.records.access.asking import asking
from upstander.records.disclosures.elsewhere import Paper
from upstander.records.disclosures.exchange import Exchange


def today() -> dict[str, str]:
    day = in_london(now())
    return {"on-day": str(day.day), "on-month": str(day.month), "on-year": str(day.year)}


def test_it_is_printed_posted_and_answered(cast: Cast) -> None:
    it, client = written_elsewhere(cast), signed_in(cast.okafor)
    page = f"/school/schools/{it.ours.pk}/"
    assert "Make the letter to post" in client.get(page).content.decode()
    assert client.post(f"{page}paper/")["Location"] == f"{page}?done=paper"
    with asking(cast.okafor.actor()):
        paper = Paper.objects.get()
    pdf = f"/school/schools/paper/{paper.pk}/"
    assert "The PDF is being made" in client.get(page).content.decode()
    assert {client.head(pdf).status_code, client.get(pdf).status_code} == {404}
    render_paper(organisation_id=cast.thornbury.pk, paper_id=paper.pk, make_pdf=make_pdf)
    assert client.head(pdf).status_code == 200
    assert client.get(pdf).content.startswith(b"%PDF-")

    refused = client.post(f"{pdf}posted/", {"way": "posted"})
    assert refused.status_code == 422
    assert "Write the day" in refused.content.decode()
    assert client.post(f"{pdf}posted/", {"way": "posted", **today()}).status_code == 302
    assert "Delivered" in client.get(page).content.decode()

    assert client.post(f"{page}said/", {"kind": "accepted"}).status_code == 422
    said = {"kind": "accepted", "who": "Ms Bell, DSL", "way": "phone", **today()}
    assert client.post(f"{page}said/", said)["Location"] == f"{page}?done=taken"
    shown = client.get(page).content.decode()
    assert "Ms Bell, DSL accepted it" in shown
    assert "Written down by Ms Okafor" in shown
    with CaptureQueriesContext(connection) as statements:
        client.get(page)
    assert len(statements) <= 13, [query["sql"] for query in statements]


@pytest.mark.parametrize("who", ["lund", "hale", "vance", "marsh", "adeyemi"])
def test_who_may_not_learns_nothing(cast: Cast, who: str) -> None:
    it = written_elsewhere(cast)
    makers.make_conflict(member=cast.lund, subject_id=it.situation.case.pk)
    signed_in(cast.okafor).post(f"/school/schools/{it.ours.pk}/paper/")
    with asking(cast.okafor.actor()):
        paper = Paper.objects.get().pk
        assert Exchange.objects.get().sent_at is not None
    client = signed_in(getattr(cast, who))
    for there, nowhere in ((it.ours.pk, uuid4()), (paper, uuid4())):
        pages = ("{}/paper/", "{}/said/") if there == it.ours.pk else ("paper/{}/posted/",)
        for page in pages:
            answers = [client.post(f"/school/schools/{page.format(key)}").status_code for key in (there, nowhere)]
            assert answers == [404, 404], page
    assert client.get(f"/school/schools/paper/{paper}/").status_code == 404
    assert client.head(f"/school/schools/paper/{paper}/").status_code == 404
