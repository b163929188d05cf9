"""Every look at evidence is on record; what is shown is the copy, what is taken is what came."""

from __future__ import annotations

import pytest
from django.db import Error, connection, transaction

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import PNG, arise, with_evidence
from upstander.procedures.cases.download_evidence import NotWhatCame, download_evidence
from upstander.procedures.cases.look_at_evidence import CannotBeShown, look_at_evidence, picture_of, text_of
from upstander.records.access.asking import asking
from upstander.records.access.requiring import NotPermitted
from upstander.records.audit.models import Entry
from upstander.records.evidence import vault
from upstander.records.evidence.models import Custody, ItemState


def test_a_look_is_in_the_custody_and_in_the_audit(cast: Cast) -> None:
    situation = arise(cast)
    item = with_evidence(situation)
    actor = cast.lund.actor()

    with asking(actor):
        look_at_evidence(actor=actor, item_id=item.pk, at=AT)
        custody = Custody.objects.get(verb="opened")
        entry = Entry.objects.get(verb="evidence_opened")

    assert (custody.item_id, custody.actor_name, custody.actor_id, custody.at) == (item.pk, "Mr Lund", cast.lund.pk, AT)
    assert (entry.subject_id, entry.detail) == (situation.report.pk, {"item": str(item.pk)})


def test_a_download_is_what_came_and_on_record(cast: Cast) -> None:
    item = makers.make_item(report=arise(cast).report, content=b"as it came" * 200_000, copy=PNG)
    actor = cast.lund.actor()

    with asking(actor):
        _, content = download_evidence(actor=actor, item_id=item.pk, at=AT)
        assert Custody.objects.filter(verb="downloaded", actor_id=cast.lund.pk).count() == 1
        assert Entry.objects.get(verb="evidence_downloaded").detail["sha256"] == item.sha256

    assert content == b"as it came" * 200_000


def test_a_picture_is_the_copy_and_never_what_came(cast: Cast) -> None:
    item = makers.make_item(report=arise(cast).report, content=b"<svg onload=alert(1)>", copy=PNG)

    with asking(cast.lund.actor()):
        shown = picture_of(actor=cast.lund.actor(), item_id=item.pk)

    assert (shown.media_type, shown.content) == ("image/png", PNG)


@pytest.mark.parametrize("copy", [None, b"<html>", b"GIF89a"])
def test_a_copy_that_is_no_reencoded_picture_is_not_shown(cast: Cast, copy: bytes | None) -> None:
    item = makers.make_item(report=arise(cast).report, content=PNG, copy=copy)

    with asking(cast.lund.actor()), pytest.raises(CannotBeShown):
        picture_of(actor=cast.lund.actor(), item_id=item.pk)


def test_a_stored_byte_that_changed_is_noticed(cast: Cast) -> None:
    item = with_evidence(arise(cast))
    actor = cast.lund.actor()
    for kind in ("original", "copy"):
        path = vault.path_of(item.pk, kind)
        path.write_bytes(path.read_bytes()[:-1] + b"\x00")

    with asking(actor):
        with pytest.raises(NotWhatCame):
            download_evidence(actor=actor, item_id=item.pk, at=AT)
        with pytest.raises(CannotBeShown, match="not what came"):
            picture_of(actor=actor, item_id=item.pk)
        assert not Custody.objects.filter(verb="downloaded").exists()


def test_text_shows_whatever_bytes_it_has(cast: Cast) -> None:
    item = makers.make_item(report=arise(cast).report, content=b"ok \xff", media_type="text/plain")

    with asking(cast.lund.actor()):
        assert text_of(look_at_evidence(actor=cast.lund.actor(), item_id=item.pk, at=AT)) == "ok \ufffd"


def test_what_was_taken_back_is_not_there(cast: Cast) -> None:
    item = makers.make_item(report=arise(cast).report, content=PNG, state=ItemState.REMOVED)

    with asking(cast.lund.actor()), pytest.raises(NotPermitted):
        look_at_evidence(actor=cast.lund.actor(), item_id=item.pk, at=AT)


@pytest.mark.parametrize("change", ["UPDATE evidence_custody SET actor_name = 'nobody'", "DELETE FROM evidence_custody"])
def test_custody_is_never_changed_or_removed(cast: Cast, change: str) -> None:
    with_evidence(arise(cast))

    with asking(cast.okafor.actor()), pytest.raises(Error, match="append-only"), transaction.atomic():
        connection.cursor().execute(change)
