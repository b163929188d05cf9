"""The public register of schools, as it is published: Windows-1252, keyed by URN."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.makers.organisations import make_school_line
from upstander.records.organisations.models import School
from upstander.records.organisations.register import BadRegister, Loaded, load, load_links

pytestmark = pytest.mark.django_db
DEMO = Path(str(files("upstander").joinpath("operations", "demo", "register.csv")))
HEAD = "URN,EstablishmentName,Town,Postcode,PhaseOfEducation (name),LA (name),EstablishmentStatus (name)\n"


def register(folder: Path, *lines: str) -> Path:
    file = folder / "edubasealldata20261103.csv"
    file.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="windows-1252")
    return file


def test_the_demo_has_a_small_invented_one() -> None:
    assert load(DEMO) == Loaded(named=40, open=39, vanished=0)
    assert School.objects.get(pk=900001).name == "Thornbury Vale School"
    assert School.objects.get(name="Northcliff Academy").town == "Northcliff"
    assert School.objects.get(name__startswith="École").name == "École Bilingue de Saltmere"


def test_loading_again_renews_and_closes_those_that_vanished(tmp_path: Path) -> None:
    load(
        register(
            tmp_path,
            "900101,Old Name,Dunlow,ZZ1 1AA,Secondary,Marlshire,Open",
            "900102,Goes,Dunlow,ZZ1 1AB,Primary,Marlshire,Open",
        )
    )
    loaded = load(register(tmp_path, "900101,St Withan’s,Dunlow,zz1 1aa,Secondary,Marlshire,Open"))
    assert loaded == Loaded(named=1, open=1, vanished=1)
    school = School.objects.get(pk=900101)
    assert (school.name, school.postcode_key, school.search_text) == ("St Withan’s", "ZZ11AA", "st withan’s dunlow")
    assert not School.objects.get(pk=900102).is_open


def test_schools_are_found_by_words_or_postcode() -> None:
    load(DEMO)
    found = School.objects.open().matching
    assert {school.name for school in found("pebblewick high")} == {"Pebblewick High School"}
    assert {school.name for school in found("zz11 2")} == {"Northcliff Academy"}
    assert not found("quillhampton old").exists()


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["x,Name,Town,,,,Open"], r":2: expected a number in the column URN"),
        (["900101,,Town,,,,Open"], r":2: expected a name"),
        (["900101,A,T,,,,Open", "900101,B,T,,,,Open"], "there twice"),
        ([], "expected at least one school"),
    ],
)
def test_what_is_not_the_register_is_told_in_a_line(tmp_path: Path, lines: list[str], why: str) -> None:
    with pytest.raises(BadRegister, match=why):
        load(register(tmp_path, *lines))


def test_the_command_exits_2_and_names_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file in (tmp_path / "none.csv", register(tmp_path)):
        with pytest.raises(SystemExit, match="2"):
            call_command("register", "load", str(file))
        told = capsys.readouterr()
        assert told.out == ""
        assert str(file) in told.err
        assert told.err.count("\n") == 1


class TestSuccessors:
    """links_edubasealldata….csv: which school took the place of which."""

    def write(self, folder: Path, *rows: str) -> Path:
        path = folder / "links.csv"
        path.write_text("\r\n".join(["URN,LinkURN,LinkName,LinkType,LinkEstablishedDate", *rows]), encoding="windows-1252")
        return path

    def test_a_closed_school_points_at_the_one_that_is_there_now(self, db: None, tmp_path: Path) -> None:
        old, middle, new = (make_school_line(name=name) for name in ("Old", "Middle", "New"))
        split, one, two = (make_school_line(name=name) for name in ("Split", "One", "Two"))
        School.objects.filter(pk__in=[old.pk, middle.pk, split.pk]).update(is_open=False)
        path = self.write(
            tmp_path,
            f"{old.pk},{middle.pk},Middle,Successor,01-09-2010",
            f"{middle.pk},{new.pk},New,Successor - merged,01-09-2020",
            f"{new.pk},{middle.pk},Middle,Predecessor - merged,01-09-2020",
            f"{split.pk},{one.pk},One,Successor - Split School,01-09-2020",
            f"{split.pk},{two.pk},Two,Successor - Split School,01-09-2020",
        )
        assert load_links(path) == 2
        assert School.objects.get(pk=old.pk).now() == new
        assert School.objects.get(pk=split.pk).now() is None
        assert School.objects.get(pk=new.pk).now() == new

    def test_two_that_point_at_each_other_lead_nowhere(self, db: None, tmp_path: Path) -> None:
        one, two = make_school_line(name="One"), make_school_line(name="Two")
        School.objects.filter(pk__in=[one.pk, two.pk]).update(is_open=False)
        load_links(self.write(tmp_path, f"{one.pk},{two.pk},Two,Successor,", f"{two.pk},{one.pk},One,Successor,"))
        assert School.objects.get(pk=one.pk).now() is None

    def test_another_file_is_refused_with_its_place(self, db: None, tmp_path: Path) -> None:
        with pytest.raises(BadRegister, match=r"links.csv:2: expected numbers"):
            load_links(self.write(tmp_path, "x,1,Name,Successor,"))
        other = tmp_path / "other.csv"
        other.write_text("A,B\r\n1,2\r\n")
        with pytest.raises(BadRegister, match="expected a column “URN”"):
            load_links(other)
