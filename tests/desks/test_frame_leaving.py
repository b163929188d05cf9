"""Leaving at once, when JavaScript is off."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from upstander.desks.frame.views import LEAVE_ADDRESS, leave


def _leave(site: str | None = "same-origin", method: str = "get") -> HttpResponse:
    request = getattr(RequestFactory(), method)(LEAVE_ADDRESS, headers={"Sec-Fetch-Site": site} if site else {})
    request.COOKIES = {"__Host-report": "secret"}
    return leave(request)


@pytest.mark.parametrize("site", ["same-origin", "none", None])
@pytest.mark.parametrize("method", ["get", "post"])
def test_leaving_forgets_the_cookie_and_goes_somewhere_neutral(site: str | None, method: str) -> None:
    answer = _leave(site, method)

    assert (answer.status_code, answer["Location"]) == (303, "https://www.bbc.co.uk/weather")
    assert answer["Clear-Site-Data"] == '"cookies", "storage"'
    assert answer.cookies["__Host-report"]["max-age"] == 0
    assert answer.cookies["__Host-report"]["secure"]
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "no-store")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_strangers_page_cannot_make_a_browser_forget(site: str) -> None:
    answer = _leave(site)

    assert answer.status_code == 303
    assert "Clear-Site-Data" not in answer
    assert not answer.cookies


def test_the_neutral_site_can_be_chosen(settings: object) -> None:
    settings.LEAVE_TO = "https://www.metoffice.gov.uk/"  # type: ignore[attr-defined]

    assert _leave()["Location"] == "https://www.metoffice.gov.uk/"


def test_the_address_on_the_button_is_the_address_of_the_view() -> None:
    assert reverse("frame:leave") == LEAVE_ADDRESS
