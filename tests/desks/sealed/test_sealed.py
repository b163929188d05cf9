"""The pages behind a link: nothing before the code, one referral after it, and the same answer to whatever does not open."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import makers
from tests.cast import Cast, signed_in
from tests.procedures.exchanges import Between, written_elsewhere
from upstander.kernel.clock import now
from upstander.procedures.exchanging.send_by_link import Made, send_by_link
from upstander.records.access.asking import asking
from upstander.records.disclosures.elsewhere import SealedLink

OURS = {"Sec-Fetch-Site": "same-origin"}
WHO = {"name": "Ms Bell", "role": "DSL"}


def linked(cast: Cast) -> tuple[Between, Made]:
    it = written_elsewhere(cast)
    with asking(cast.okafor.actor()):
        return it, send_by_link(actor=cast.okafor.actor(), exchange_id=it.ours.pk, at=now())


def holder(made: Made) -> Client:
    client = Client(headers=OURS)
    assert client.post(f"/sealed/{made.word}/", {"code": made.code})["Location"] == "/sealed/"
    return client


def words(page: Any, word: str) -> str:
    """What a page says, without what differs from one request to the next."""
    return re.sub(r'(?<=name="csrfmiddlewaretoken" value=")\w+', "", page.content.decode().replace(word, ""))


def test_a_robot_reads_nothing_and_uses_up_nothing(cast: Cast) -> None:
    _, made = linked(cast)
    robot = Client()
    for _ in range(3):
        with CaptureQueriesContext(connection) as statements:
            shown = robot.get(f"/sealed/{made.word}/")
            never = robot.get(f"/sealed/{'x' * len(made.word)}/")
        assert len(statements) == 0
        assert robot.head(f"/sealed/{made.word}/").status_code == 200
    assert "Thornbury" not in shown.content.decode()
    assert words(shown, made.word) == words(never, "x" * len(made.word))
    assert (shown["Referrer-Policy"], "no-store" in shown["Cache-Control"]) == ("no-referrer", True)
    assert holder(made).get("/sealed/").status_code == 200


def test_what_does_not_open_answers_alike(cast: Cast) -> None:
    it, used = linked(cast)
    client = holder(used)
    with asking(cast.okafor.actor()):
        back = send_by_link(actor=cast.okafor.actor(), exchange_id=it.ours.pk, at=now())
        standing = send_by_link(actor=cast.okafor.actor(), exchange_id=it.ours.pk, at=now())
    tries = ((used, used.code), (back, back.code), (standing, "1"))
    answers = [Client(headers=OURS).post(f"/sealed/{made.word}/", {"code": code}) for made, code in tries]
    answers += [Client(headers=OURS).post("/sealed/never/", {"code": "1"}), Client().get("/sealed/"), client.get("/sealed/")]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}


def test_the_holder_reads_and_answers_and_the_sender_sees_it(cast: Cast) -> None:
    it, made = linked(cast)
    client = holder(made)
    cookie = client.cookies["sealed"]
    assert (cookie["path"], bool(cookie["httponly"]), cookie["samesite"]) == ("/sealed/", True, "Lax")
    shown = client.get("/sealed/").content.decode()
    assert "Clips go round a group chat" in shown
    case = it.situation.case
    for secret in ("Robin", "Ashdown", case.reference, case.title, str(case.pk), str(it.ours.pk), cast.lund.display_name):
        assert secret not in shown, secret
    assert client.post("/sealed/", {"kind": "refused", **WHO}).status_code == 422
    assert client.post("/sealed/", {"kind": "accepted", **WHO}).status_code == 302
    assert "Ms Bell" in signed_in(cast.okafor).get("/school/came-in/").content.decode()
    desk = signed_in(cast.okafor).get(f"/school/schools/{it.ours.pk}/").content.decode()
    assert "Ms Bell, DSL accepted it" in desk
    assert "Opened" in desk
    with CaptureQueriesContext(connection) as statements:
        client.get("/sealed/")
    assert len(statements) <= 26, [query["sql"] for query in statements]
    assert client.post("/sealed/out/").status_code == 404
    assert client.get("/sealed/").status_code == 404


def test_the_key_opens_no_other_door(cast: Cast) -> None:
    it, made = linked(cast)
    client = holder(made)
    for page in ("/school/", f"/school/schools/{it.ours.pk}/", "/oversight/", "/force/"):
        assert client.get(page).status_code in (302, 404), page
    assert client.post(f"/sealed/files/{uuid4()}/").status_code == 404
    assert client.post(f"/sealed/files/{makers.make_item(report=it.situation.report, content=b'x').pk}/").status_code == 404


def test_another_page_cannot_answer_for_them(cast: Cast) -> None:
    _, made = linked(cast)
    strict = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "cross-site"})
    assert strict.post(f"/sealed/{made.word}/", {"code": made.code}).status_code == 403
    strict.cookies.update(holder(made).cookies)
    for page in ("", "out/", f"files/{uuid4()}/"):
        assert strict.post(f"/sealed/{page}", {"kind": "accepted", **WHO}).status_code == 403


def test_nobody_tries_links_without_end(cast: Cast) -> None:
    _, made = linked(cast)
    client = Client(headers=OURS)
    assert {client.post(f"/sealed/{number}/", {"code": "1"}).status_code for number in range(30)} == {404}
    assert client.post(f"/sealed/{made.word}/", {"code": made.code}).status_code == 429


def test_the_sender_makes_a_link_at_the_desk_and_takes_it_back(cast: Cast) -> None:
    it, client = written_elsewhere(cast), signed_in(cast.okafor)
    page = f"/school/schools/{it.ours.pk}/"
    shown = client.post(f"{page}link/").content.decode()
    word = shown.split("/sealed/")[1].split("/")[0]
    assert "shown this once" in shown
    after = client.get(page).content.decode()
    assert word not in after
    assert "Not opened yet" in after
    assert client.post(f"{page}link/back/")["Location"] == f"{page}?done=unlinked"
    assert "Taken back" in client.get(page).content.decode()
    makers.make_conflict(member=cast.lund, subject_id=it.situation.case.pk)
    for who in ("lund", "adeyemi", "hale", "vance", "marsh"):
        for form in ("link/", "link/back/"):
            assert signed_in(getattr(cast, who)).post(f"{page}{form}").status_code == 404
    with asking(cast.okafor.actor()):
        assert SealedLink.objects.count() == 1
