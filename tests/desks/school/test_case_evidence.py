"""Evidence at the school desk: nothing is shown until somebody chooses to look, and then only what is safe."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from tests import makers
from tests.cast import Cast, signed_in
from tests.procedures.situation import PNG, arise, with_evidence
from upstander.records.access.asking import asking
from upstander.records.audit.models import Entry
from upstander.records.evidence.models import Custody


def picture_address(page: str) -> str:
    found = re.search(r'<img src="([^"]+)"', page)
    assert found
    return found[1].replace("&amp;", "&")


def test_the_list_and_the_page_of_a_file_show_no_picture(cast: Cast) -> None:
    situation = arise(cast)
    item = with_evidence(situation)
    client = signed_in(cast.okafor)

    for page in (f"/school/cases/{situation.case.pk}/evidence/", f"/school/evidence/{item.pk}/"):
        said = client.get(page).content.decode()
        assert "<img" not in said
        assert item.sha256 in said
    with asking(cast.okafor.actor()):
        assert not Custody.objects.filter(verb="opened").exists()


def test_a_look_is_recorded_and_shows_the_copy_behind_a_locked_door(cast: Cast) -> None:
    item = makers.make_item(report=arise(cast).report, content=b"\x89PNG\r\n\x1a\nraw with a place in it", copy=PNG)
    client = signed_in(cast.okafor)

    page = client.post(f"/school/evidence/{item.pk}/look/").content.decode()
    shown = client.get(picture_address(page))

    assert shown.content == PNG
    assert shown["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in shown["Cache-Control"]
    assert (shown["Content-Type"], shown["Content-Disposition"]) == ("image/png", "inline")
    with asking(cast.okafor.actor()):
        assert Custody.objects.get(verb="opened").actor_name == "Ms Okafor"
        assert Entry.objects.filter(verb="evidence_opened").count() == 1


def test_a_picture_cannot_be_fetched_without_a_look(cast: Cast) -> None:
    item = with_evidence(arise(cast))
    client = signed_in(cast.okafor)

    assert client.get(f"/school/evidence/{item.pk}/picture/").status_code == 404
    assert client.get(f"/school/evidence/{item.pk}/picture/?look=forged").status_code == 404
    assert client.get(f"/school/evidence/{item.pk}/look/").status_code == 405


def test_one_persons_look_is_not_anothers(cast: Cast) -> None:
    item = with_evidence(arise(cast))
    page = signed_in(cast.okafor).post(f"/school/evidence/{item.pk}/look/").content.decode()

    assert signed_in(cast.lund).get(picture_address(page)).status_code == 404


def test_text_is_shown_escaped_and_nothing_of_it_runs(cast: Cast) -> None:
    words = "<script>alert(1)</script> \u202eabc"
    item = makers.make_item(report=arise(cast).report, content=words.encode(), name="chat.html", media_type="text/html")

    said = signed_in(cast.okafor).post(f"/school/evidence/{item.pk}/look/").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in said
    assert "<script>alert" not in said


@pytest.mark.parametrize(
    ("name", "media_type", "ending"),
    [
        ("../../etc/passwd", "image/png", "png"),
        ('x"; filename="evil.html', "text/html", "html.txt"),
        ("bad\r\nSet-Cookie: a=b", "application/pdf", "pdf"),
        ("virus.exe", "application/x-msdownload", "bin"),
    ],
)
def test_a_download_has_our_name_and_never_opens_in_the_browser(cast: Cast, name: str, media_type: str, ending: str) -> None:
    situation = arise(cast)
    item = makers.make_item(report=situation.report, content=b"as it came", name=name, media_type=media_type)

    answer = signed_in(cast.okafor).post(f"/school/evidence/{item.pk}/download/")

    assert answer.content == b"as it came"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="{situation.report.reference}-file-01.{ending}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    with asking(cast.okafor.actor()):
        assert Custody.objects.filter(verb="downloaded").count() == 1


@pytest.mark.parametrize("who", ["adeyemi", "hale", "vance", "marsh"])
@pytest.mark.parametrize("page", ["", "picture/"])
def test_who_may_not_learns_nothing(cast: Cast, page: str, who: str) -> None:
    item = with_evidence(arise(cast))
    client = signed_in(getattr(cast, who))

    assert client.get(f"/school/evidence/{item.pk}/{page}").status_code == 404
    assert client.get(f"/school/evidence/{uuid4()}/{page}").status_code == 404
    for act in ("look", "download"):
        assert client.post(f"/school/evidence/{item.pk}/{act}/").status_code == 404
    with asking(cast.okafor.actor()):
        assert not Custody.objects.filter(verb__in=["opened", "downloaded"]).exists()
