from __future__ import annotations

from pathlib import Path

from upstander.operations import welcome

ADDRESS = "http://localhost:8000"


def told(email: Path | None = Path("/srv/email"), *, demo: bool = True) -> str:
    return "\n".join(welcome.lines(ADDRESS, email, demo=demo))


def test_every_desk_has_its_address_and_how_to_enter() -> None:
    for door in welcome.DOORS:
        assert f"{door.desk:<14}  {ADDRESS}{door.path}" in told()
        assert door.how_to_enter in told()


def test_a_click_to_sign_in_is_promised_only_in_the_demo() -> None:
    assert "click" in told(demo=True)
    assert "click" not in told(demo=False)


def test_it_says_where_e_mail_goes() -> None:
    assert "a file in /srv/email" in told()
    assert "E-mail          is sent" in told(email=None)
