from __future__ import annotations

from pathlib import Path

import pytest

from upstander.config import addresses
from upstander.config.addresses import PREPARED, from_url
from upstander.config.env import BadSetting

OWNER = "postgresql://owner:p%40ss@db.example:6432/records?sslmode=require"


def test_an_address_is_taken_apart_and_put_together() -> None:
    address = from_url("DATABASE_URL", OWNER)
    assert (address.user, address.password, address.name, address.host, address.port) == (
        "owner", "p@ss", "records", "db.example", "6432",
    )  # fmt: skip
    assert address.for_django()["OPTIONS"] == {"sslmode": "require", **PREPARED}
    assert from_url("DATABASE_URL", address.url()) == address


@pytest.mark.parametrize(
    "odd", ["records", "mysql://a:b@c/d", "postgresql://db.example/records", "postgresql://a:secret@db.example", "postgresql://["]
)
def test_an_odd_address_is_refused_without_repeating_it(odd: str) -> None:
    with pytest.raises(BadSetting, match="DATABASE_URL") as refused:
        from_url("DATABASE_URL", odd)
    assert "secret" not in str(refused.value)


def test_without_a_setting_the_server_is_embedded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    server = addresses.chosen(tmp_path)
    assert server.embedded is not None
    assert (server.owner.user, server.app.user, server.founder.user) == ("upstander_owner", "upstander_app", "postgres")
    assert len({server.owner.password, server.app.password, server.founder.password}) == 3


def test_another_server_is_entered_with_a_password_of_our_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", OWNER)
    server = addresses.chosen(tmp_path)
    assert server.embedded is None
    assert server.founder == server.owner
    assert (server.app.user, server.app.host, server.app.name) == ("upstander_app", "db.example", "records")
    assert server.app.password != server.owner.password


def test_the_applications_own_address_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", OWNER)
    monkeypatch.setenv("DATABASE_APP_URL", "postgresql://app:other@db.example/records")
    server = addresses.chosen(tmp_path)
    assert (server.app.user, server.app_password_is_ours) == ("app", False)


def test_the_applications_address_alone_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_APP_URL", OWNER)
    with pytest.raises(BadSetting, match="DATABASE_URL"):
        addresses.chosen(tmp_path)
