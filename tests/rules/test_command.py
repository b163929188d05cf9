"""`upstander triage`, as a program."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from upstander.operations.triage import main

THREAT = {"facts": {"serious_threat": "yes"}}
PUPIL = {"facts": {"online": "yes", "other_party_identified": "no"}}


def run(*arguments: str, given: str | bytes = "") -> subprocess.CompletedProcess[str]:
    typed = given if isinstance(given, bytes) else given.encode()
    done = subprocess.run(
        [sys.executable, "-m", "upstander.operations.triage", *arguments], input=typed, capture_output=True, check=False
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "case.json"
    path.write_text(text, "utf-8")
    return str(path)


def routes(verdict: dict[str, list[dict[str, str]]]) -> list[str]:
    return [route["id"] for route in verdict["routes"] if route["status"] == "required"]


def test_one_case_gives_one_object(tmp_path: Path) -> None:
    done = run(written(tmp_path, json.dumps(THREAT, indent=1)))

    assert (done.returncode, done.stderr) == (0, "")
    assert routes(json.loads(done.stdout)) == ["police_101", "school"]


def test_standard_input() -> None:
    assert routes(json.loads(run("-", given=json.dumps(PUPIL)).stdout)) == ["school", "platform"]


def test_a_list_gives_a_list_in_the_same_order(tmp_path: Path) -> None:
    done = run(written(tmp_path, json.dumps([THREAT, PUPIL, {"facts": {}}])))

    assert [routes(verdict) for verdict in json.loads(done.stdout)] == [
        ["police_101", "school"],
        ["school", "platform"],
        ["school"],
    ]


def test_json_lines_give_json_lines_in_the_same_order() -> None:
    done = run("-", given=f"{json.dumps(PUPIL)}\n\n{json.dumps(THREAT)}\n")

    assert [routes(json.loads(line)) for line in done.stdout.splitlines()] == [["school", "platform"], ["police_101", "school"]]


def test_a_page_for_people(tmp_path: Path) -> None:
    done = run("--text", written(tmp_path, json.dumps(THREAT)))

    assert "Report to the police on 101 or online" in done.stdout
    assert "[ssct:S30, dfe:D8, dsl:K18]" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 92


def test_pages_for_a_list_are_parted() -> None:
    done = run("-", "--text", given=json.dumps([THREAT, PUPIL]))

    assert len(done.stdout.split("\f")) == 2


def test_a_byte_order_mark_is_no_trouble() -> None:
    assert run("-", given=b"\xef\xbb\xbf" + json.dumps(THREAT).encode()).returncode == 0


def test_a_bad_case_at_the_end_leaves_nothing_on_standard_output() -> None:
    done = run("-", given=f"{json.dumps(THREAT)}\n" * 50 + '{"facts": {"online": "maybe"}}\n')

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == 'standard input:51: "online": expected "yes", "no" or "unknown", not "maybe"\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("   \n\n", "is empty"),
        ("{}", '"facts" is missing'),
        ("3", "not 3"),
        ("null", "not null"),
        ('"facts"', 'not "facts"'),
        ('{"facts": {"onlin": "yes"}}', '"onlin": unknown fact; did you mean "online"?'),
        ('{"facts": {"online": "perhaps"}}', '"online": expected "yes", "no" or "unknown", not "perhaps"'),
        ('{"facts": {"online": true}}', '"online": expected "yes", "no" or "unknown", not true'),
        ('{"facts": {"online": {"a": 1}}}', '"online": expected "yes", "no" or "unknown"'),
        ('{"facts": "none"}', '"facts": expected an object'),
        ('{"facts": {}, "fact": {}}', '"fact": unknown key; expected only "facts"'),
        ('{"facts": {"online": "yes", "online": "no"}}', '"online": given twice'),
        ('{"facts": {', "not JSON at column"),
        ("{'facts': {}}", "not JSON at column 2"),
        ('{"facts": {}}\n{"facts"', ":2: not JSON at column"),
        ('{"facts": {}}\n[]', ":2: expected"),
        ('[{"facts": {}}, {"facts": {"x\\ny": "yes"}}]', 'case 2: "x\\ny": unknown fact'),
        ("[" * 100_000, "expected"),
        ('{"facts": ' + "9" * 5000 + "}", "expected"),
        ('{"facts": {"\\ud800": "yes"}}', '"\\ud800": unknown fact'),
    ],
)
def test_bad_input_is_one_line_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, says: str
) -> None:
    path = written(tmp_path, text)

    assert main([path]) == 2

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(path)
    assert printed.err.count("\n") == 1
    assert says in printed.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["/nowhere/case.json"], "/nowhere/case.json: cannot be read: No such file or directory"),
        (["/"], "/: cannot be read: Is a directory"),
        (["a\nb"], r"a\nb: cannot be read"),
        ([], "upstander triage: the following arguments are required: CASE.json"),
        (["-", "--colour"], "upstander triage: unrecognized arguments: --colour"),
        (["-", "--rulebook", "cornwall"], 'no rulebook "cornwall": expected one of dorset'),
    ],
)
def test_what_cannot_be_read_or_is_not_known_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert main(arguments) == 2

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(says)
    assert printed.err.count("\n") == 1


def test_bytes_that_are_not_utf_8() -> None:
    done = run("-", given=b'{"facts": {"online\xff": "yes"}}')

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "standard input: expected UTF-8, found byte 0xff\n"


def test_a_reader_that_stops_early_is_no_failure() -> None:
    command = f"{sys.executable} -m upstander.operations.triage - | head -c 10"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], input=f"{json.dumps(THREAT)}\n".encode() * 50, capture_output=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, b"")


def test_the_command_needs_neither_django_nor_numpy() -> None:
    program = "import sys, upstander.operations.triage; sys.exit(bool({'django', 'numpy', 'z3'} & sys.modules.keys()))"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
