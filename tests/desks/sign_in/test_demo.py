"""In the demo, and only there, a click lets one in as a member of staff."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.cast import Cast


def test_elsewhere_the_address_does_not_exist(cast: Cast) -> None:
    for client in (Client(), Client(enforce_csrf_checks=True)):
        assert client.get(f"/sign-in/demo/{cast.okafor.pk}/").status_code in (404, 405)
    assert Client().post(f"/sign-in/demo/{cast.okafor.pk}/").status_code == 404
    assert "Ms Okafor" not in Client().get("/sign-in/").content.decode()


def test_the_page_lists_the_staff_by_organisation(cast: Cast, settings: Any) -> None:
    settings.DEMO = True

    page = Client().get("/sign-in/").content.decode()

    for name in ("Thornbury Vale School", "Ms Okafor", "Mr Vance", "PC Marsh"):
        assert name in page


def test_a_click_opens_the_desk(cast: Cast, settings: Any) -> None:
    settings.DEMO = True
    client = Client()

    assert client.get(f"/sign-in/demo/{cast.okafor.pk}/").status_code == 405
    client.post(f"/sign-in/demo/{cast.okafor.pk}/")

    assert client.get("/school/").status_code == 200


def test_a_click_goes_on_to_the_page_that_was_wanted_but_to_no_other_site(cast: Cast, settings: Any) -> None:
    settings.DEMO = True
    address = f"/sign-in/demo/{cast.okafor.pk}/"

    assert Client().post(address, {"next": "/school/cases/"})["Location"] == "/school/cases/"
    assert Client().post(address, {"next": "https://elsewhere.example/"})["Location"] == "/sign-in/where/"
