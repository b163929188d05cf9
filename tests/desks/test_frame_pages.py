"""What every page has, whichever desk it belongs to."""

import re

import pytest
from django.template import engines
from django.test import RequestFactory
from jinja2 import UndefinedError

from tests.desks import gallery
from upstander.desks.frame import errors
from upstander.desks.frame.jinja import environment

FAMILY_PAGES = ["question", "receipt", "return", "letter", "rules", "report-404", "report-503"]
NAMES = sorted([*gallery.contexts(), *(f"{desk}-{status}" for desk in ("report", "school") for status in gallery.ERROR_PAGES)])


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return gallery.pages()


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_its_language_its_title_and_where_its_content_starts(pages: dict[str, str], name: str) -> None:
    page = pages[name]

    assert '<html lang="en-GB">' in page
    assert re.search(r"<title>.+ · Upstander</title>", page)
    assert page.count("<main") == page.count('href="#main"') == 1
    assert len(re.findall("<h1[ >]", page)) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_no_inline_code_and_asks_nobody_else_for_anything(pages: dict[str, str], name: str) -> None:
    page = pages[name]

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]* src=)", page)
    asked = re.findall(r'<(?:link|script|img)\b[^>]* (?:src|href)="([^"]+)"', page)
    assert [address for address in asked if not address.startswith(("/static/", "data:image/png"))] == []


@pytest.mark.parametrize("name", FAMILY_PAGES)
def test_a_family_page_can_be_left_at_once_and_says_whom_to_call(pages: dict[str, str], name: str) -> None:
    assert 'href="/leave/" data-leave-to="https://' in pages[name]
    assert 'In danger now? <a href="tel:999">Call 999.</a>' in pages[name]


def test_a_page_with_errors_says_so_first_in_its_title(pages: dict[str, str]) -> None:
    assert "<title>Error: Tell us about your child" in pages["wrong"]
    assert '<a href="#when-day">31 February is not a date' in pages["wrong"]
    assert 'id="when-day"' in pages["wrong"]


def test_every_error_links_to_something_on_the_page(pages: dict[str, str]) -> None:
    for name in ("wrong", "finding"):
        summary = pages[name].split('class="govuk-error-summary"')[1].split("</ul>")[0]
        for target in re.findall(r'href="#([^"]+)"', summary):
            assert f'id="{target}"' in pages[name]


def test_no_id_stands_twice_on_a_page(pages: dict[str, str]) -> None:
    for page in pages.values():
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert sorted(ids) == sorted(set(ids))


def test_what_describes_a_field_is_on_the_page(pages: dict[str, str]) -> None:
    for page in pages.values():
        for described in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', page):
            for target in described.split():
                assert f'id="{target}"' in page


@pytest.mark.parametrize("desk", ["report", "school"])
@pytest.mark.parametrize("status", gallery.ERROR_PAGES)
def test_an_error_page_has_its_status_is_not_kept_and_says_what_to_do(desk: str, status: int) -> None:
    answer = errors.answer(RequestFactory().get(f"/{desk}/"), status)

    words = (errors.STAFF if desk == "school" else errors.FAMILY)[status]
    assert (answer.status_code, answer["Cache-Control"]) == (status, "no-store")
    assert words.title in answer.content.decode()
    assert words.next in answer.content.decode()


def test_error_pages_never_blame_and_never_say_unfortunately() -> None:
    for words in [*errors.FAMILY.values(), *errors.STAFF.values()]:
        said = " ".join([words.title, *words.says, words.next]).lower()
        assert not re.search(r"unfortunately|you did not|you failed|invalid|victim|bully", said)


def _typed(headers: dict[str, str]) -> str:
    request = RequestFactory().post(
        "/report/what/?draft=1", {"what": "Every <evening> since half term", "csrfmiddlewaretoken": "old"}, headers=headers
    )
    return errors.answer(request, 503, kept=dict(request.POST.lists()), wait_seconds=60).content.decode()


def test_what_was_typed_is_shown_and_can_be_sent_again_when_nothing_can_be_saved() -> None:
    page = _typed({"Sec-Fetch-Site": "same-origin"})

    assert '<form method="post" action="/report/what/?draft=1">' in page
    assert '<input type="hidden" name="what" value="Every &lt;evening&gt; since half term">' in page
    assert 'value="old"' not in page


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {}])
def test_words_that_a_strangers_page_sent_are_not_offered_again(headers: dict[str, str]) -> None:
    assert "half term" not in _typed(headers)


def test_an_older_browser_is_known_by_its_origin() -> None:
    assert "half term" in _typed({"Origin": "http://testserver"})


def test_a_name_that_the_page_was_not_given_may_be_asked_after_but_not_printed() -> None:
    page = environment().from_string("{% if absent %}yes{% else %}no{% endif %}{{ absent }}")

    with pytest.raises(UndefinedError, match="'absent' is undefined"):
        page.render()


def test_text_is_escaped() -> None:
    assert environment().from_string("{{ text }}").render(text="<b>") == "&lt;b&gt;"
    assert gallery.engine() in engines.all()
