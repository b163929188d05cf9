"""Readers of the environment refuse odd values, in one sentence that names the setting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from upstander.config import env
from upstander.config.env import BadSetting


@pytest.mark.parametrize(
    ("reader", "value", "expected"),
    [
        (lambda: env.text("X"), "word", "word"),
        (lambda: env.text("X", among=("a", "b")), "b", "b"),
        (lambda: env.whole_number("X", 1), "16", 16),
        (lambda: env.yes_or_no("X", False), "yes", True),
        (lambda: env.words("X"), "one, two", ["one", "two"]),
        (lambda: env.web_address("X", "http://localhost"), "https://a.example/", "https://a.example"),
        (
            lambda: env.web_addresses("X"),
            "https://a.example,http://b.example:8000",
            ["https://a.example", "http://b.example:8000"],
        ),
        (lambda: env.page_address("X", ""), "https://a.example/weather", "https://a.example/weather"),
        (lambda: env.secret("X"), "hush", "hush"),
    ],
)
def test_a_good_value_is_read(
    monkeypatch: pytest.MonkeyPatch, reader: Callable[[], object], value: str, expected: object
) -> None:
    monkeypatch.setenv("X", value)
    assert reader() == expected


@pytest.mark.parametrize(
    ("reader", "value", "sentence"),
    [
        (lambda: env.text("X"), "", "X is empty"),
        (lambda: env.text("X"), " word", "begins or ends with a space"),
        (lambda: env.text("X", among=("a", "b")), "c", "expected one of: a, b"),
        *(
            (lambda: env.whole_number("X", 1, low=1, high=9), odd, "a whole number from 1 to 9")
            for odd in ("0", "10", "1.5", "-1", "٣", "1e3")
        ),
        *((lambda: env.yes_or_no("X", False), odd, "expected one of: no, yes") for odd in ("true", "1", "on", "YES")),
        (lambda: env.words("X"), "one,,two", "single commas"),
        *(
            (lambda: env.web_address("X", ""), odd, "expected an address such as")
            for odd in (
                "a.example",
                "ftp://a.example",
                "https://",
                "https://a.example/path",
                "https://me@a.example",
                "https://a:port",
                "https://a:0",
            )
        ),
        *(
            (lambda: env.page_address("X", ""), odd, "the address of a page")
            for odd in ("weather", "ftp://a.example", "https://me@a.example")
        ),
        (lambda: env.folder("X", Path()), __file__, "not a folder"),
        (lambda: env.secret("X"), "", "X is empty"),
    ],
)
def test_an_odd_value_is_refused(
    monkeypatch: pytest.MonkeyPatch, reader: Callable[[], object], value: str, sentence: str
) -> None:
    monkeypatch.setenv("X", value)
    with pytest.raises(BadSetting, match=sentence) as refused:
        reader()
    assert "X" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_value_has_its_default_or_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("X", raising=False)
    assert env.text("X", "default") == "default"
    assert env.secret("X") is None
    assert env.words("X") == []
    with pytest.raises(BadSetting, match="X is not set"):
        env.text("X")


def test_a_secret_may_be_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush\n")
    monkeypatch.setenv("X_FILE", str(tmp_path / "secret"))
    assert env.secret("X") == "hush"


@pytest.mark.parametrize("contents", ["", None])
def test_a_secret_file_that_says_nothing_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, contents: str | None
) -> None:
    if contents is not None:
        (tmp_path / "secret").write_text(contents)
    monkeypatch.setenv("X_FILE", str(tmp_path / "secret"))
    with pytest.raises(BadSetting, match="X_FILE"):
        env.secret("X")


def test_a_secret_given_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "one")
    monkeypatch.setenv("X_FILE", "two")
    with pytest.raises(BadSetting, match="both set"):
        env.secret("X")
