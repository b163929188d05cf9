"""Journey 6: the other child is at another school. Referred, read, accepted, answered, at two desks; or by post and by link."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from tests.browser.looking import DESK, PHONE, Eyes
from tests.browser.pages import LOOKED_AT
from tests.browser.people import Walker, member, walker
from tests.installation import Installation
from upstander.kernel.clock import in_london, now

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]  # one demo is loaded, not one for each process
OURS = "Idris Brambleford"
THEIRS = "Perrin Oakhollow"
FAR_AWAY, THEIR_SCHOOL = "Jory Fennick", "Cranmarsh Vale School"


def open_the_case(lead: Walker) -> None:
    lead.go(f"{reverse('school:search')}?q=Brambleford")
    lead.page.get_by_role("link", name="Voice notes from pupils of another school").first.click()


def name_the_pupil(lead: Walker, name: str = THEIRS, school: str = "Northcliff Academy") -> None:
    lead.follow("Add somebody")
    lead.type("Name", name)
    lead.type("School, if another one", school)
    lead.tick("Said to have displayed the behaviour")
    lead.type("How do you know?", "Named by the family.")
    lead.press("Add them")


def wait_for(walker: Walker, path: str, words: str) -> None:
    """Until the worker has handed it over."""
    for _ in range(60):
        walker.go(path)
        if walker.page.get_by_text(words).count():
            return
        walker.page.wait_for_timeout(500)
    walker.reads(words)


def test_a_referral_goes_there_and_an_outcome_comes_back(browser: Browser, demo_installation: Installation) -> None:
    eyes = Eyes("between-schools", (DESK, PHONE))
    lead = member(browser, demo_installation.url, "Mr Lund", eyes=eyes)
    open_the_case(lead)
    name_the_pupil(lead)
    open_the_case(lead)
    lead.follow("Other schools")
    lead.reads(f"{THEIRS} goes to Northcliff Academy")
    lead.look("proposed")
    lead.press(f"Write the referral about {THEIRS}")
    lead.type("What happened", f"Every night voice notes go into a group. {OURS} is in its picture.")
    lead.page.get_by_label("Your question").fill("Do you know of it, and can you speak with Perrin?")
    for part, value in (("Day", "10"), ("Month", "12"), ("Year", "2026")):
        lead.page.get_by_label(part).first.fill(value)
    lead.press("See it as they will")
    expect(lead.page.get_by_role("alert")).to_contain_text("may tell of somebody")
    lead.look("words-that-may-tell")
    lead.type("What happened", "Every night voice notes go into a group of about forty.")
    lead.press("See it as they will")
    lead.reads("As Northcliff Academy will read it")
    lead.look("as-they-will-see-it")
    assert OURS not in lead.page.locator("article").inner_text()
    lead.press("Send it to Northcliff Academy")
    lead.reads("They read exactly what you see below")
    lead.look("sent")
    ours = lead.page.url.replace(demo_installation.url, "").split("?")[0]

    theirs = member(browser, demo_installation.url, "Mr Vance", eyes=eyes)
    wait_for(theirs, "/school/schools/?show=ours", THEIRS)
    theirs.look("they-wait-for-us")
    theirs.follow(THEIRS)
    theirs.reads("Every night voice notes")
    theirs.look("what-came")
    theirs.press("Accept it, and look whether there is a case")
    theirs.reads("Open a case")
    theirs.type("Title", "Voice notes to another school")
    theirs.press("Open the case")
    theirs.follow("Other schools")
    theirs.follow(THEIRS)
    theirs.tick("Tell them what came of it")
    theirs.type("Your words", "We have spoken with Perrin and with his family, and dealt with it by our policy.")
    theirs.press("Send it")
    theirs.reads("Outcome given")
    assert theirs.complaints == []

    wait_for(lead, ours, "dealt with it by our policy")
    lead.look("answered")
    assert eyes.pages == {*LOOKED_AT["between schools"]}


def write_to_elsewhere(lead: Walker) -> None:
    open_the_case(lead)
    name_the_pupil(lead, FAR_AWAY, THEIR_SCHOOL)
    open_the_case(lead)
    lead.follow("Other schools")
    lead.press(f"Write the referral about {FAR_AWAY}")
    lead.type("What happened", "Every night voice notes go into a group of about forty.")
    for part, value in (("Day", "10"), ("Month", "12"), ("Year", "2026")):
        lead.page.get_by_label(part).first.fill(value)
    lead.press("See it as they will")
    lead.reads(f"Nobody at {THEIR_SCHOOL} receives referrals here")
    lead.look("nobody-there")


def send_by_post(lead: Walker) -> None:
    lead.press("Make the letter to post")
    lead.page.get_by_role("link", name="Open the PDF").first.wait_for()
    lead.look("to-print")
    lead.press("Put it on record")
    lead.reads("Write the day, such as")
    lead.tick("It was posted")
    write_today(lead)
    lead.press("Put it on record")
    lead.reads("Posted or handed over on")


def write_today(lead: Walker) -> None:
    day = in_london(now())
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        lead.page.get_by_label(part, exact=True).first.fill(str(value))


def write_down_what_they_said(lead: Walker) -> None:
    lead.press("Write down what they said")
    lead.look("what-they-said")
    lead.press("Write it down")
    lead.look("what-they-said-with-mistakes")
    lead.tick("They asked something")
    lead.type("In their words, as far as you have them", "In which year is he?")
    lead.type("Who said it?", "Ms Bell, designated safeguarding lead")
    lead.tick("By telephone")
    write_today(lead)
    lead.press("Write it down")
    lead.reads("Written down by Mr Lund")
    lead.look("written-down")


def make_a_link(lead: Walker) -> tuple[str, str]:
    lead.press("Make a link")
    lead.reads("shown this once")
    link, code = lead.page.locator("code").all_inner_texts()[:2]
    return urlsplit(link).path, code


def answer_by_link(stranger: Walker, link: str, code: str) -> None:
    """On a telephone, without signing in."""
    stranger.go(link)
    stranger.look("sealed-door")
    stranger.type("The code", "1111 1111")
    stranger.press("Open it")
    stranger.reads("This opens nothing")
    stranger.look("opens-nothing")
    stranger.go(link)
    stranger.type("The code", code)
    stranger.press("Open it")
    stranger.reads("Every night voice notes")
    assert OURS not in stranger.page.content()
    stranger.look("sealed-referral")
    stranger.tick("Accept it")
    stranger.press("Send it to")
    stranger.reads("Write your name.")
    stranger.look("sealed-with-mistakes")
    stranger.type("Your name", "Ms Bell")
    stranger.type("What you are at your school", "Designated safeguarding lead")
    stranger.press("Send it to")
    stranger.reads("Ms Bell, Designated safeguarding lead accepted it")
    stranger.look("sealed-answered")


def test_a_school_that_nobody_has_here_is_reached_by_post_and_by_link(browser: Browser, demo_installation: Installation) -> None:
    eyes = Eyes("schools-elsewhere", (DESK, PHONE))
    lead = member(browser, demo_installation.url, "Mr Lund", eyes=eyes)
    write_to_elsewhere(lead)
    send_by_post(lead)
    write_down_what_they_said(lead)
    here = lead.page.url.replace(demo_installation.url, "").split("?")[0]
    stranger = walker(browser, demo_installation.url, size=PHONE, eyes=eyes)
    answer_by_link(stranger, *make_a_link(lead))
    lead.go(here)
    lead.reads("Ms Bell, Designated safeguarding lead accepted it")
    lead.look("link-was-opened")
    assert [it for it in lead.complaints if "404" not in it and "422" not in it] == []
    assert eyes.pages == {*LOOKED_AT["schools elsewhere"]}
