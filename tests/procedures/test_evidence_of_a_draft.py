"""Files while a report is written, their copies afterwards, and what is forgotten when nothing is sent."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings
from PIL import Image

from tests.desks.family import pictures
from tests.makers import AT, make_school, on_behalf_of
from tests.procedures.test_receive_report import written
from upstander.kernel.actor import Actor, reporter
from upstander.procedures.reporting.attach_evidence import attach_evidence
from upstander.procedures.reporting.forget_expired_drafts import forget_expired_drafts
from upstander.procedures.reporting.make_viewing_copy import make_viewing_copy
from upstander.procedures.reporting.receive_report import receive_report
from upstander.procedures.reporting.remove_evidence import remove_evidence
from upstander.records.access.asking import asking
from upstander.records.evidence import vault
from upstander.records.evidence.models import Bundle, Custody, Item, ItemState
from upstander.records.evidence.taking_in import NotTaken, Offered
from upstander.records.intake.draft_keys import DraftKey
from upstander.records.intake.models import Draft, Report
from upstander.records.organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vault_folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.EVIDENCE_FOLDER = tmp_path
    return tmp_path


@pytest.fixture
def school(db: None) -> Organisation:
    return make_school()


def attach(actor: Actor, *contents: bytes) -> list[NotTaken]:
    offered = [Offered(f"file {number}", len(content), io.BytesIO(content)) for number, content in enumerate(contents, 1)]
    return attach_evidence(actor, offered, at=AT)


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_bytes_are_kept_encrypted(school: Organisation, vault_folder: Path) -> None:
    actor = reporter(written(school).draft_id)
    attach(actor, pictures.png())
    (path,) = stored(vault_folder)
    assert b"PNG" not in path.read_bytes()
    with asking(actor):
        item, custody = Item.objects.get(), Custody.objects.get()
    assert (item.media_type, item.size) == ("image/png", len(pictures.png()))
    assert (custody.verb, custody.actor_name) == ("received", "the person who reported")


def test_the_same_file_twice_is_one(school: Organisation, vault_folder: Path) -> None:
    actor = reporter(written(school).draft_id)
    assert attach(actor, pictures.png(), pictures.png()) == attach(actor, pictures.png()) == []
    assert len(stored(vault_folder)) == 1


def test_the_twenty_first_is_refused_and_the_twenty_are_kept(school: Organisation) -> None:
    actor = reporter(written(school).draft_id)
    refused = attach(actor, *(f"message {number}".encode() for number in range(21)))
    assert [each.name for each in refused] == ["file 21"]
    with asking(actor):
        assert Item.objects.present().count() == 20


def test_taken_back_is_gone_but_on_record(school: Organisation, vault_folder: Path) -> None:
    actor = reporter(written(school).draft_id)
    attach(actor, pictures.png())
    with asking(actor):
        item = Item.objects.get()
    assert remove_evidence(actor, item.pk, at=AT)
    assert stored(vault_folder) == []
    with asking(actor):
        assert [custody.verb for custody in Custody.objects.order_by("at", "id")] == ["received", "removed"]


def test_what_was_sent_is_not_taken_back(school: Organisation, vault_folder: Path) -> None:
    key, item_id = _sent(school, pictures.png())
    for actor in (reporter(key.draft_id), reporter(key.draft_id, school.pk)):
        assert not remove_evidence(actor, item_id, at=AT)
    assert len(stored(vault_folder)) == 1


def test_the_copy_is_upright_and_says_nothing_of_place_or_device(school: Organisation) -> None:
    _, item_id = _sent(school, pictures.jpeg_with_place())
    make_viewing_copy(item_id, school.pk, at=AT)
    make_viewing_copy(item_id, school.pk, at=AT)
    with on_behalf_of(school.pk):
        item, bundle = Item.objects.get(), Bundle.objects.get()
        assert (item.state, item.has_copy) == (ItemState.KEPT, True)
        assert Custody.objects.filter(verb="copied").count() == 1
    key = vault.unwrap(bytes(bundle.wrapped_key or b""), school.pk)
    assert b"".join(vault.read(item.pk, key)) == pictures.jpeg_with_place()
    with Image.open(io.BytesIO(b"".join(vault.read(item.pk, key, kind="copy")))) as copy:
        assert copy.size == (30, 40)
        assert not copy.getexif()
        assert "exif" not in copy.info


def test_what_is_no_picture_is_kept_as_it_is(school: Organisation) -> None:
    _, item_id = _sent(school, pictures.whatsapp())
    make_viewing_copy(item_id, school.pk, at=AT)
    with on_behalf_of(school.pk):
        item = Item.objects.get()
    assert (item.state, item.has_copy) == (ItemState.KEPT, False)


def test_a_draft_that_was_never_sent_is_forgotten(school: Organisation, vault_folder: Path) -> None:
    key = written(school, at=AT)
    attach(reporter(key.draft_id), pictures.png())
    assert forget_expired_drafts(at=AT + timedelta(days=27)) == 0
    assert forget_expired_drafts(at=AT + timedelta(days=28)) == 1
    assert stored(vault_folder) == []
    with asking(reporter(key.draft_id)):
        assert not Draft.objects.exists()
        assert Item.objects.get().name == ""
        assert Bundle.objects.get().wrapped_key is None


def test_a_sealed_code_is_forgotten_after_a_day_and_the_report_stays(school: Organisation, vault_folder: Path) -> None:
    key, _ = _sent(school, pictures.png())
    assert forget_expired_drafts(at=AT + timedelta(hours=25)) == 1
    with asking(reporter(key.draft_id)):
        assert not Draft.objects.exists()
        assert Report.objects.exists()
    assert len(stored(vault_folder)) == 1


def _sent(school: Organisation, content: bytes) -> tuple[DraftKey, UUID]:
    key = written(school, at=AT)
    attach(reporter(key.draft_id), content)
    receive_report(key, at=AT)
    with on_behalf_of(school.pk):
        return key, Item.objects.get().pk
