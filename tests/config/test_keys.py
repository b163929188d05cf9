from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from upstander.config import keys
from upstander.config.env import BadSetting


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    first = keys.kept_in(tmp_path / "new" / "secret")
    assert len(first) == 64
    assert keys.kept_in(tmp_path / "new" / "secret") == first
    assert stat.S_IMODE((tmp_path / "new" / "secret").stat().st_mode) == 0o600
    assert os.listdir(tmp_path / "new") == ["secret"]


def test_everybody_who_asks_at_once_gets_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as asking:
        answers = list(asking.map(lambda _: keys.kept_in(tmp_path / "secret"), range(40)))
    assert len(set(answers)) == 1


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    keys.kept_in(tmp_path / "secret")
    (tmp_path / "secret").chmod(0o644)
    with pytest.raises(BadSetting, match="chmod 600"):
        keys.kept_in(tmp_path / "secret")


def test_an_empty_file_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "secret").touch(mode=0o600)
    with pytest.raises(BadSetting, match="empty"):
        keys.kept_in(tmp_path / "secret")
