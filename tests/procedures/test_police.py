"""The details for the police: frozen, made into files, taken; what they gave back; files that are never attached."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import PNG, Situation, arise, with_evidence
from upstander.kernel import clock
from upstander.kernel.carried import NotAPack, check
from upstander.operations.pdf.pack_rendering import set_pack
from upstander.procedures.cases.download_evidence import Marked, download_evidence
from upstander.procedures.cases.look_at_evidence import CannotBeShown, look_at_evidence
from upstander.procedures.cases.mark_intimate import mark_intimate
from upstander.procedures.police.make_pack import CannotBeSet, make_pack
from upstander.procedures.police.put_together_pack import put_together_pack
from upstander.procedures.police.record_police_report import NotRecorded, Spoken, record_police_report
from upstander.procedures.police.take_file import NotThere, take_file
from upstander.records.access.asking import asking
from upstander.records.access.requiring import NotPermitted
from upstander.records.assessments.assessing import known_facts
from upstander.records.assessments.models import Duty
from upstander.records.audit.models import Entry
from upstander.records.cases.models import Case
from upstander.records.disclosures.pack.asking import TooLong
from upstander.records.disclosures.packs import PackStep, PolicePack
from upstander.records.evidence.models import Custody, Item
from upstander.records.investigations.limits import limits_on
from upstander.records.investigations.police import ASK_POLICE, LooksInto

THREAT = "i'll KILL you  an no one will no"


def packed(cast: Cast, situation: Situation, *items: Item, **given: str) -> PolicePack:
    pack = makers.make_pack(
        case=situation.case, by=cast.okafor, asked=given, exhibits=[item.pk for item in items], at=clock.now()
    )
    assert make_pack(organisation_id=cast.thornbury.pk, pack_id=pack.pk, press=set_pack)
    with asking(cast.okafor.actor()):
        pack.refresh_from_db()
    return pack


def taken(cast: Cast, pack: PolicePack, kind: str, folder: Path) -> Path:
    with asking(cast.okafor.actor()):
        file = take_file(actor=cast.okafor.actor(), pack_id=pack.pk, kind=kind, at=clock.now())
    path = folder / file.name
    path.write_bytes(b"".join(file.content))
    return path


def field(payload: dict[str, Any], of: str, name: str) -> dict[str, Any]:
    groups = [group for section in payload["sections"] for group in section["groups"] if group["of"] == of]
    return next(it for it in groups[0]["fields"] if it["field"] == name)


def test_a_pack_is_made_taken_and_checked(cast: Cast, tmp_path: Path) -> None:
    situation = arise(cast)
    item = with_evidence(situation)
    pack = packed(cast, situation, item, threats=THREAT, tonight="Robin stays at his aunt’s")

    assert pack.is_made
    assert pack.is_whole()
    assert field(pack.payload, "circumstances", "threats")["lines"] == [THREAT]
    zipped = taken(cast, pack, "zip", tmp_path)
    found = check(zipped)
    assert found.about["reference"] == situation.case.reference
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(tmp_path / "out")
        assert archive.read("exhibits/001.png") == PNG
        assert json.loads(archive.read("pack.json"))["data"]["type"] == "incident"
    assert hashlib.sha256(zipped.read_bytes()).hexdigest() == pack.zip_sha256
    subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "out", check=True, capture_output=True)
    with asking(cast.okafor.actor()):
        verbs = list(PackStep.objects.filter(pack=pack).values_list("verb", flat=True))
        assert verbs == ["put together", "telephone sheet", "pictures", "document", "files", "made", "downloaded"]
        assert Entry.objects.filter(verb="pack_taken", subject_id=situation.case.pk).exists()
        assert Custody.objects.filter(item=item, verb="downloaded", actor_name="Ms Okafor").count() == 1


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_another_reader_opens_what_was_made(cast: Cast, tmp_path: Path) -> None:
    situation = arise(cast)
    pack = packed(cast, situation, with_evidence(situation), threats=f"{THREAT} 𓀀")

    def said(*command: str) -> str:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    pdf, sheet = taken(cast, pack, "pdf", tmp_path), taken(cast, pack, "sheet", tmp_path)
    words = " ".join(said("pdftotext", str(pdf), "-").split())
    about = said("pdfinfo", str(pdf))
    assert "Tagged: yes" in " ".join(about.split())
    assert THREAT.split("  ", maxsplit=1)[0] in words
    assert "Exhibit 1" in words
    assert "jpeg" in said("pdfimages", "-list", str(pdf))
    assert "Pages:           1\n" in said("pdfinfo", str(sheet))
    assert "Robin Ashdown" in said("pdftotext", str(sheet), "-")
    order = ["1. Who it is about", "2. Schools", "3. Who is reporting", "4. What happened", "5. What has been done", "6. Now"]
    places = [words.index(title) for title in order]
    assert places == sorted(places)


def test_a_pack_does_not_change_once_it_is_frozen(cast: Cast) -> None:
    pack = makers.make_pack(case=arise(cast).case, by=cast.okafor)
    with asking(cast.okafor.actor()):
        pack.payload = {**pack.payload, "school": "Another"}
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            pack.save(update_fields=["payload"])


def test_made_twice_it_is_made_once(cast: Cast) -> None:
    pack = packed(cast, arise(cast))
    assert not make_pack(organisation_id=cast.thornbury.pk, pack_id=pack.pk, press=set_pack)


def test_what_is_missing_is_named_and_stops_nothing(cast: Cast) -> None:
    pack = makers.make_pack(case=makers.make_case(lead=cast.okafor), by=cast.okafor)
    assert "Is anybody in danger now?" in pack.payload["missing"]
    assert "Exact words of threats" in pack.payload["missing"]


def test_what_is_kept_back_is_said_to_be(cast: Cast) -> None:
    situation = arise(cast)
    pack = makers.make_pack(
        case=situation.case,
        by=cast.okafor,
        asked={"withheld_because": "A refuge"},
        withheld=[f"contact-{situation.robin.pk}", f"contact-{uuid4()}"],
    )
    shown = field(pack.payload, "person", "contact")
    assert (shown["state"], shown["because"], shown["lines"]) == ("withheld", "A refuge", [])


def test_a_pack_never_has_an_intimate_image(cast: Cast, tmp_path: Path) -> None:
    situation = arise(cast)
    kept, marked = with_evidence(situation), makers.make_item(report=situation.report, content=b"\x89PNG no", name="beach.png")
    actor = cast.okafor.actor()
    with asking(actor):
        mark_intimate(actor=actor, item_id=marked.pk, words="The name", at=AT)
        mark_intimate(actor=actor, item_id=marked.pk, words="Again", at=AT)
        with pytest.raises(CannotBeShown):
            look_at_evidence(actor=actor, item_id=marked.pk, at=AT)
        with pytest.raises(Marked):
            download_evidence(actor=actor, item_id=marked.pk, at=AT)
    pack = packed(cast, situation, marked, kept)
    assert pack.exhibits == [kept.pk]
    assert "beach.png" not in json.dumps(pack.payload)
    with zipfile.ZipFile(taken(cast, pack, "zip", tmp_path)) as archive:
        assert [name for name in archive.namelist() if name.startswith("exhibits/")] == ["exhibits/001.png"]


def test_only_whoever_may_look_at_a_file_marks_it(cast: Cast) -> None:
    item = with_evidence(arise(cast))
    for who in (cast.adeyemi, cast.hale, cast.vance, cast.marsh):
        with asking(who.actor()), pytest.raises(NotPermitted):
            mark_intimate(actor=who.actor(), item_id=item.pk, words="", at=AT)


def test_a_file_that_was_marked_meanwhile_ends_the_making(cast: Cast) -> None:
    situation = arise(cast)
    item = with_evidence(situation)
    pack = makers.make_pack(case=situation.case, by=cast.okafor, exhibits=[item.pk])
    makers.make_marking(item=item, by=cast.okafor)
    assert make_pack(organisation_id=cast.thornbury.pk, pack_id=pack.pk, press=set_pack)
    with asking(cast.okafor.actor()):
        pack.refresh_from_db()
        assert pack.trouble
        with pytest.raises(NotThere):
            take_file(actor=cast.okafor.actor(), pack_id=pack.pk, kind="zip", at=AT)


def test_a_press_that_fails_is_tried_again_and_then_said(cast: Cast) -> None:
    def broken(template: str, document: object, pictures: object) -> bytes:
        raise RuntimeError("no")

    def never(template: str, document: object, pictures: object) -> bytes:
        raise CannotBeSet("x")

    pack = makers.make_pack(case=arise(cast).case, by=cast.okafor)
    with pytest.raises(RuntimeError):
        make_pack(organisation_id=cast.thornbury.pk, pack_id=pack.pk, press=broken)
    assert make_pack(organisation_id=cast.thornbury.pk, pack_id=pack.pk, press=never, is_last_try=True)
    with asking(cast.okafor.actor()):
        pack.refresh_from_db()
        assert "put the pack together again" in (pack.trouble or "").lower()


def test_the_wrong_people_put_nothing_together_and_take_nothing(cast: Cast) -> None:
    situation = arise(cast)
    pack = makers.make_pack(case=situation.case, by=cast.okafor)
    makers.make_conflict(member=cast.reyes, subject_id=situation.case.pk)
    for who in (cast.adeyemi, cast.reyes, cast.hale, cast.vance, cast.marsh):
        actor = who.actor()
        with asking(actor):
            with pytest.raises(NotPermitted):
                put_together_pack(actor=actor, case_id=situation.case.pk, given={}, at=AT)
            with pytest.raises(NotPermitted):
                take_file(actor=actor, pack_id=pack.pk, kind="json", at=AT)
            with pytest.raises(NotPermitted):
                record_police_report(actor=actor, case_id=situation.case.pk, spoken=SPOKEN, at=AT)


def test_only_what_is_too_long_is_refused(cast: Cast) -> None:
    with pytest.raises(TooLong):
        makers.make_pack(case=arise(cast).case, by=cast.okafor, asked={"threats": "x" * 10_001})


UPDATE = AT.date() + timedelta(days=3)
SPOKEN = Spoken(how="101", at=AT, who="Ms Okafor", looks_into=LooksInto.YES, log_reference="0417", next_update_on=UPDATE)


def test_what_the_police_gave_back_goes_on_from_there(cast: Cast) -> None:
    situation, actor = arise(cast), cast.okafor.actor()
    with asking(actor):
        case = Case.objects.select_related("assessment").get(pk=situation.case.pk)
        assert limits_on(case) is None
        report = record_police_report(actor=actor, case_id=case.pk, spoken=SPOKEN, at=AT)

        assert report.reference == "0417"
        assert known_facts(case.assessment)["other_crime_suspected"] == "yes"
        assert limits_on(case) is not None
        ask = Duty.objects.open().get(duty=ASK_POLICE)
        assert ask.due_at.date() == SPOKEN.next_update_on
        assert Duty.objects.filter(assessment=case.assessment, duty="report_to_police").exists()

        later = Spoken(how="they_came", at=AT, who="Ms Okafor", looks_into=LooksInto.GO_ON, crime_reference="55/1")
        record_police_report(actor=actor, case_id=case.pk, spoken=later, at=AT + timedelta(hours=1))
        assert limits_on(case) is None
        assert not Duty.objects.open().filter(duty=ASK_POLICE).exists()


def test_that_the_school_reported_does_its_duty_to(cast: Cast) -> None:
    situation, actor = arise(cast), cast.okafor.actor()
    makers.make_duty(assessment=situation.case.assessment, duty="report_to_police", due_at=AT)
    with asking(actor):
        record_police_report(actor=actor, case_id=situation.case.pk, spoken=SPOKEN, at=AT)
        done = Duty.objects.get(assessment=situation.case.assessment_id, duty="report_to_police", done_at__isnull=False)
        assert done.done_by == "Ms Okafor"


def test_what_cannot_be_is_refused_with_a_sentence_for_each(cast: Cast) -> None:
    situation, actor = arise(cast), cast.okafor.actor()
    wrong = Spoken(how="pigeon", at=AT + timedelta(days=1), who=" ", looks_into="", next_update_on=AT.date() - timedelta(days=1))
    with asking(actor), pytest.raises(NotRecorded) as refused:
        record_police_report(actor=actor, case_id=situation.case.pk, spoken=wrong, at=AT)
    assert set(refused.value.sentences) == {"how", "on", "who", "looks_into", "next_update_on"}


def test_a_zip_that_was_changed_is_said_to_be(cast: Cast, tmp_path: Path) -> None:
    situation = arise(cast)
    whole = taken(cast, packed(cast, situation, with_evidence(situation)), "zip", tmp_path).read_bytes()
    broken = tmp_path / "broken.zip"
    for changed in (whole[:-40], whole.replace(b"Reference", b"Refrence!", 1), b"", b"PK"):
        broken.write_bytes(changed)
        with pytest.raises(NotAPack):
            check(broken)
