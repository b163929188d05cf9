"""`upstander pack verify FILE`: one line and 0 for a whole pack; one line on standard error and 2 for anything else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.makers import AT
from upstander.kernel.carried import Carried, carry
from upstander.operations.pack import main


def parts(content: bytes) -> Iterator[bytes]:
    yield content[:3]
    yield content[3:]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "pack.zip"
    files = [Carried("pack.pdf", [b"%PDF-"]), Carried("exhibits/001.png", parts(b"a screenshot"))]
    path.write_bytes(b"".join(carry(files, about={"reference": "UP-1"}, at=AT)))
    return path


def test_a_whole_pack_is_said_to_be_in_one_line(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(pack)]) == 0
    assert capsys.readouterr().out == "pack.zip: whole. 2 files, 17 bytes; each is what its digest says. Reference UP-1.\n"


def anew(pack: Path, **changed: bytes | None) -> None:
    """The same ZIP with some files in other words, or without them."""
    with zipfile.ZipFile(pack) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    new = {**files, **{name.replace("__", "/").replace("_dot_", "."): content for name, content in changed.items()}}
    with zipfile.ZipFile(pack, "w") as archive:
        for name, content in new.items():
            if content is not None:
                archive.writestr(name, content)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"pack_dot_pdf": b"%PDF+"}, "pack.pdf: is not what manifest.json says"),
        ({"exhibits__001_dot_png": None}, "exhibits/001.png: is missing"),
        ({"exhibits__002_dot_png": b"more"}, "'exhibits/002.png': is not listed"),
        ({"manifest_dot_json": b"[]"}, "manifest.json: is of another kind"),
        ({"manifest_dot_json": b"{"}, "manifest.json: is not JSON"),
        ({"manifest_dot_json": None}, "manifest.json is missing"),
        ({"SHA256SUMS": b"0  pack.pdf\n"}, "SHA256SUMS: does not agree"),
        ({"SHA256SUMS": b"\xff"}, "SHA256SUMS: cannot be read"),
    ],
)
def test_what_is_not_whole_is_refused_in_one_line(
    pack: Path, capsys: pytest.CaptureFixture[str], changed: dict[str, bytes | None], says: str
) -> None:
    anew(pack, **changed)
    assert main(["verify", str(pack)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{pack}: {says}")
    assert "expected" in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", None])
def test_what_is_no_pack_at_all_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None) -> None:
    path = tmp_path / "not a pack"
    if content is not None:
        path.write_bytes(content)
    assert main(["verify", str(path)]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)


def test_the_command_stands_without_a_database(pack: Path) -> None:
    command = [sys.executable, "-m", "upstander", "pack", "verify", str(pack)]
    done = subprocess.run(command, capture_output=True, text=True, env={"PATH": ""}, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    wrong = subprocess.run([*command[:-2], "burn"], capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stdout, wrong.stderr.count("\n")) == (2, "", 1)
