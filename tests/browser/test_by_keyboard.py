"""A case from a telephone call to the check after 28 days, with the keyboard alone, without JavaScript, at the school desk."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests import database
from tests.browser.keyboard import Keys
from tests.browser.people import member
from tests.installation import Installation
from upstander.config.addresses import superuser
from upstander.kernel import clock

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]  # one demo is loaded, not one for each process
CHILD = "Perrin Ashgrove"
TITLE = "A group that counts mistakes"
WORDS = "He said that there is a group where they count his mistakes."
IN_THE_CASE = "nav[aria-label='In this case']"
TODAY = clock.in_london(clock.now()).date()
WHY = "Two pupils and the group itself say the same."


def parts(day: date) -> tuple[int, int, int]:
    return day.day, day.month, day.year


def go_to(keys: Keys, section: str) -> None:
    """From any page of a case, by way of the case itself."""
    if keys.page.locator(IN_THE_CASE).count() == 0:
        keys.follow("^UP-", ".top")
    keys.follow(f"^{section}", IN_THE_CASE)


def write_the_call_down(keys: Keys) -> None:
    page = keys.page
    keys.follow("Reports", "header")
    keys.follow("Write down what somebody said")
    keys.choose(page.get_by_label("By telephone", exact=True))
    keys.date("said", *parts(TODAY - timedelta(days=1)))
    keys.answer("Is anyone in danger right now?", "Not right now")
    keys.type("What did they say, in their own words?", WORDS)
    keys.type(page.get_by_label("Name", exact=True).first, CHILD)
    keys.answer("Does any of it happen online, or by phone?", "Yes")
    keys.answer("Does any of it happen face to face?", "Not known")
    keys.answer("Is any of it a nude or sexual picture of someone under 18?", "No")
    keys.choose(page.locator("[name=code][value=no]"))
    keys.press("Keep this report")
    keys.follow("Open the report")


def take_it_and_open_a_case(keys: Keys) -> None:
    page = keys.page
    keys.press("Take this report")
    question = page.locator(".answers__question").first.inner_text()
    keys.press("No")
    expect(page.locator(".answers__question").first).not_to_have_text(question)
    keys.press("Confirm this verdict")
    keys.follow("Open or join a case")
    keys.type("Title", TITLE)
    keys.press("Open the case")


def make_sure_that_he_is_safe(keys: Keys) -> None:
    duty = keys.page.get_by_role("row").filter(has_text="Check that Perrin is safe now")
    keys.open(duty.locator("summary"))
    keys.type(duty.get_by_role("textbox"), "He is with his mother, and Mrs Adeyemi looks after him.")
    keys.enter(duty.get_by_role("button", name="It is done"))


def look_into_it(keys: Keys) -> None:
    page = keys.page
    go_to(keys, "Plan")
    keys.choose(page.get_by_role("group", name="What is it?").get_by_role("radio").first)
    keys.type("Whom or what, and about what?", "Perrin, about the group")
    keys.select(page.get_by_label("Who does it?"), "Ms Okafor")
    keys.date("by_day", *parts(TODAY + timedelta(days=1)))
    keys.press("Add it to the plan")
    keys.open(page.locator("summary", has_text="Done, or dropped"))
    keys.type("What came of it, or why it is dropped", "He showed the group, and who is in it.")
    keys.press("It is done")


def find_and_act(keys: Keys) -> None:
    page = keys.page
    go_to(keys, "Finding")
    for question in ("Was hurt meant?", "Was it repeated?", "Was there an imbalance of power?"):
        keys.answer(question, "Yes")
    for why in page.get_by_label("How do you know?").all():
        keys.type(why, WHY)
    keys.choose(page.get_by_label("Bullying", exact=True))
    keys.type("Your reasons, for the record", WHY)
    keys.press("Record the finding")
    go_to(keys, "What is done")
    keys.choose(page.locator("[name=child]").first)
    keys.choose(page.locator("[name=kind][value=check_ins]"))
    keys.type("In plain words, for this child’s own family", "Mrs Adeyemi meets him each morning.")
    keys.press("Record it")


def tell_the_family(keys: Keys, deputy: Keys) -> None:
    """On paper: they asked for no code."""
    page = keys.page
    go_to(keys, "Families")
    keys.follow("^Write the letter")
    keys.tick(page.locator("[name=looked_into]").first)
    keys.type("Why was it decided so?", "It was meant to hurt, and it went on for weeks.")
    keys.choose(page.locator("[name=behaviour]").first)
    keys.date("review_on", *parts(TODAY + timedelta(days=28)))
    keys.press("See the letter")
    for _ in range(120):
        if page.get_by_text("Open the PDF").is_visible():
            break
        page.wait_for_timeout(500)
        keys.follow("Look again")
    deputy.page.goto(page.url)
    for box in deputy.page.locator("[name=ticked]").all():
        deputy.tick(box)
    deputy.press("It can be sent")
    page.reload()
    keys.choose(page.locator("[name=way]").first)
    keys.date("on", *parts(TODAY))
    keys.press("The family has been told")


def days_go_by(installation: Installation) -> None:
    """Until the next question falls due. Only the database's own superuser can move them."""
    with superuser(database.cluster()).at(installation.address.name).connect() as founder:
        founder.execute(
            "WITH these AS (SELECT c.id, c.due_at, c.answered_at FROM investigations_check c"
            " JOIN cases_case k ON k.id = c.case_id WHERE k.title = %s)"
            " UPDATE investigations_check SET due_at = due_at - ("
            "SELECT min(due_at) FROM these WHERE answered_at IS NULL) + now() WHERE id IN (SELECT id FROM these)",
            [TITLE],
        )


def write_down_how_it_is(keys: Keys, words: str) -> None:
    """Today says that the child and the family are to be asked; both answers are written down."""
    keys.follow("^Today", "header")
    keys.follow("has stopped", ".stats")
    if keys.page.get_by_role("link", name=TITLE).count() == 0:
        keys.follow("^Later")
    keys.follow(TITLE)
    go_to(keys, "Has it stopped")
    for _ in ("the child", "the family"):
        keys.follow("^Write down the answer")
        keys.answer("Has it stopped?", "It has stopped")
        keys.answer("Is the child safe?", "Safe")
        keys.type("What they said, in their own words", words)
        keys.press("Keep the answer")


def close_it(keys: Keys) -> None:
    go_to(keys, "Close")
    keys.type("How did it end?", "It has stopped, they both say; he sits with friends again.")
    keys.press("Close the case")
    expect(keys.page.get_by_text("Closed", exact=True).first).to_be_visible()


def test_from_a_telephone_call_to_the_check_after_28_days(browser: Browser, demo_installation: Installation) -> None:
    lead = Keys(member(browser, demo_installation.url, "Ms Okafor", javascript=False).page)
    deputy = Keys(member(browser, demo_installation.url, "Mr Lund", javascript=False).page)
    write_the_call_down(lead)
    take_it_and_open_a_case(lead)
    make_sure_that_he_is_safe(lead)
    look_into_it(lead)
    find_and_act(lead)
    tell_the_family(lead, deputy)
    days_go_by(demo_installation)
    write_down_how_it_is(lead, "They left the group.")
    days_go_by(demo_installation)
    write_down_how_it_is(lead, "Nothing since.")
    close_it(lead)
