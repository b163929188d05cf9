"""The pages on devices: the gate before the form, what is missing, what became of it, and the line on Today."""

from __future__ import annotations

from django.test import Client

from tests import makers
from tests.cast import Cast, signed_in
from tests.procedures.situation import Situation, arise
from upstander.kernel import clock
from upstander.records.access.asking import asking
from upstander.records.assessments.assessing import assess, known_facts
from upstander.records.investigations.devices import Device, DeviceSearch


def page(situation: Situation, place: str = "") -> str:
    return f"/school/cases/{situation.case.pk}/devices/{place}"


def day(name: str) -> dict[str, str]:
    now = clock.in_london(clock.now())
    parts = {"day": now.day, "month": now.month, "year": now.year}
    return {f"{name}-{part}": str(number) for part, number in parts.items()}


def taken(situation: Situation, **given: str) -> dict[str, str]:
    return {
        "person": str(situation.sam.pk), "kind": "phone", "words": "Black", "taken_by": "Mr Albright", "witness": "nobody",
        "ground": "harm", "why": "He filmed.", "kept_where": "The safe", "was_searched": "no", "told": "no",
        "taken_time": "00:00", **day("taken_on"), **given,
    }  # fmt: skip


SEARCHED = {
    "searched_by": "Ms Okafor", "authority": "head", "authorised_by": "Dr Reyes", "search_witness": "Mr Lund",
    "searched_time": "00:00",
    "looked_for": "The film", "found": "Stopped.", "images": "not_looked", "deleted": "no",
}  # fmt: skip


def take(client: Client, situation: Situation, **given: str) -> Device:
    assert client.post(page(situation, "take/"), taken(situation, **given)).status_code == 302
    return Device.objects.get()


def test_the_gate_comes_before_the_form(cast: Cast) -> None:
    shown = signed_in(cast.okafor).get(page(arise(cast), "take/")).content.decode()
    assert 0 < shown.index("Stop if a nude or sexual image") < shown.index('<form method="post"', shown.index("<main"))


def test_what_was_typed_stays_when_something_is_missing(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    answer = client.post(page(situation, "take/"), taken(situation, was_searched="yes", why="He <filmed>.", taken_time="late"))
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "He &lt;filmed&gt;." in said
    assert "Write the day and the time, such as" in said
    assert "Write what was looked for." in said


def test_a_suspected_image_offers_the_question_to_triage_and_answers_nothing(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    with asking(cast.okafor.actor()):
        assess(situation.case.assessment, at=clock.now())
        device = take(client, situation)
    place = page(situation, f"{device.pk}/search/")
    assert client.post(place, {**SEARCHED, "looked_for": "", **day("searched_on")}).status_code == 422
    assert client.post(place, {**SEARCHED, **day("searched_on")}).status_code == 302
    with asking(cast.okafor.actor()):
        assert DeviceSearch.objects.get().images == "not_looked"
        assert "intimate_image_of_child" not in known_facts(situation.case.assessment)
    shown = client.get(page(situation)).content.decode()
    assert "Is there a nude or sexual image or video of anyone under 18?" in shown
    assert "A nude or sexual image is suspected." in shown
    answer = {"fact": "intimate_image_of_child", "answer": "yes", "back": page(situation)}
    client.post(f"/school/facts/{situation.case.assessment_id}/", answer)
    assert "Triage does not know this yet" not in client.get(page(situation)).content.decode()


def test_today_says_that_it_is_in_school_until_it_went(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    with asking(cast.okafor.actor()):
        device = take(client, situation, told="yes", told_whom="His father")
    assert "A pupil’s device is" in client.get("/school/").content.decode()
    assert "Sam Birch" in client.get("/school/devices/").content.decode()
    place = page(situation, f"{device.pk}/")
    assert client.post(place, {"fate": "police", "who-police": "PC Marsh", **day("on")}).status_code == 422
    given = {"fate": "returned", "who-returned": "His father", "who-police": "not this", **day("on")}
    assert client.post(place, given).status_code == 302
    shown = client.get(page(situation)).content.decode()
    assert "Given back to His father" in shown
    assert "not this" not in shown
    assert "device is" not in client.get("/school/").content.decode()


def test_nobody_infers_a_device_of_a_case_that_they_must_not_see(cast: Cast) -> None:
    situation = arise(cast)
    makers.make_device(case=situation.case, person=situation.sam, by=cast.okafor)
    makers.make_conflict(member=cast.lund, subject_id=situation.case.pk)
    for who in (cast.lund, cast.adeyemi, cast.vance):
        client = signed_in(who)
        assert "still in school" not in client.get("/school/").content.decode()
        assert "Sam Birch" not in client.get("/school/devices/").content.decode()


def test_a_device_of_another_case_is_not_reached_through_this_one(cast: Cast) -> None:
    here, there = arise(cast), arise(cast)
    device = makers.make_device(case=there.case, person=there.sam, by=cast.okafor)
    client = signed_in(cast.okafor)
    for place in (f"{device.pk}/", f"{device.pk}/search/"):
        assert client.get(page(here, place)).status_code == 404
        assert client.get(page(there, place)).status_code == 200


def test_support_for_staff_is_read_by_those_who_answer_for_them(cast: Cast) -> None:
    situation = arise(cast)
    makers.make_grant(member=cast.adeyemi, subject_id=situation.case.pk)
    place = f"/school/cases/{situation.case.pk}/staff-support/"
    client = signed_in(cast.okafor)
    given = {"for_whom": "Mr Albright", "offered": "Cover", "by_whom": "Ms Okafor", "taken_up": "yes", "given": "", **day("on")}
    assert client.post(place, given).status_code == 422
    assert client.post(place, {**given, "given": "Mr Lund took it."}).status_code == 302
    assert "Mr Lund took it." in client.get(place).content.decode()
    hers = signed_in(cast.adeyemi).get(place).content.decode()
    assert "Mr Albright" not in hers
    assert "Nothing about anybody’s health belongs here" in hers
