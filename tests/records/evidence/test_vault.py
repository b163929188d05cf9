"""Bytes come out of the vault as they went in, or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as thoroughness
from hypothesis import strategies as st
from pytest_django import Settings

from upstander.kernel.ciphers import Altered
from upstander.kernel.references import uuid7
from upstander.records.evidence import vault

KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def vault_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.EVIDENCE_FOLDER = tmp_path
    return tmp_path


@pytest.mark.parametrize("size", [1, vault.CHUNK - 1, vault.CHUNK, vault.CHUNK + 1, 3 * vault.CHUNK])
def test_what_is_kept_is_read_back(size: int) -> None:
    item, data = uuid7(), bytes(i % 251 for i in range(size))
    assert vault.keep(item, [data[:7], data[7:]], KEY)[0] == size
    assert b"".join(vault.read(item, KEY)) == data


def test_nothing_of_the_content_lies_on_the_disk(vault_folder: Path) -> None:
    item = uuid7()
    vault.keep(item, [b"a screenshot of what they wrote " * 100], KEY)
    assert b"screenshot" not in vault.path_of(item).read_bytes()


@given(cut=st.integers(1, 2 * vault.CHUNK))
@thoroughness(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_that_was_cut_off_anywhere_is_refused(cut: int) -> None:
    item = uuid7()
    vault.keep(item, [bytes(2 * vault.CHUNK + 5)], KEY)
    path = vault.path_of(item)
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(Altered):
        b"".join(vault.read(item, KEY))


def test_a_file_cut_at_the_edge_of_a_chunk_is_refused() -> None:
    item = uuid7()
    vault.keep(item, [bytes(2 * vault.CHUNK)], KEY)
    path = vault.path_of(item)
    path.write_bytes(path.read_bytes()[: vault.PREFIX + vault.CHUNK + vault.TAG])
    with pytest.raises(Altered):
        b"".join(vault.read(item, KEY))


def test_one_file_does_not_pass_for_another() -> None:
    one, other = uuid7(), uuid7()
    vault.keep(one, [b"one"], KEY)
    vault.keep(other, [b"other"], KEY)
    vault.path_of(other).write_bytes(vault.path_of(one).read_bytes())
    with pytest.raises(Altered):
        b"".join(vault.read(other, KEY))


def test_a_stream_that_breaks_leaves_nothing(vault_folder: Path) -> None:
    def breaking() -> Iterator[bytes]:
        yield b"half of it"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        vault.keep(uuid7(), breaking(), KEY)
    assert [path for path in vault_folder.rglob("*") if path.is_file()] == []


def test_an_organisations_key_opens_only_what_was_wrapped_for_it() -> None:
    ours, theirs = uuid7(), uuid7()
    wrapped = vault.new_key(None)
    moved = vault.rewrapped(wrapped, None, ours)
    assert vault.unwrap(moved, ours) == vault.unwrap(wrapped, None)
    with pytest.raises(Altered):
        vault.unwrap(moved, theirs)
