"""E-mail that comes back: what mail servers send, what others may send, and what becomes of it."""

from __future__ import annotations

import io
import mailbox
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import makers
from tests.cast import Cast
from tests.makers import AT, on_behalf_of
from tests.surroundings import ROOT, VAR
from upstander.procedures.outbox.read_bounce import read_bounce
from upstander.records.assessments.models import Duty
from upstander.records.audit.models import Entry
from upstander.records.intake.models import Report
from upstander.records.outbox import claiming
from upstander.records.outbox.bounces import MOST_BYTES, Bounce, bounce_in
from upstander.records.outbox.models import Message, State
from upstander.records.outbox.telling import something_to_read

CAME_BACK = Path(__file__).with_name("came_back")
ID = UUID("019a4dc2-7b1c-7d3e-8f00-5a1b2c3d4e5f")
HOST = "reports.school.example"
SERVERS = ("postfix", "exim", "exchange")


def sample(name: str, id: object = ID, host: str = HOST) -> bytes:
    return (CAME_BACK / f"{name}.eml").read_text(encoding="ascii").replace("{id}", str(id)).replace("{host}", host).encode()


class TestWhatIsRead:
    @pytest.mark.parametrize(("server", "no_such_address"), [("postfix", True), ("exim", False), ("exchange", True)])
    def test_what_each_mail_server_sends_back(self, server: str, no_such_address: bool) -> None:
        expected = Bounce(ID, 1, no_such_address)
        assert bounce_in(sample(server), host=HOST) == expected
        assert bounce_in(sample(server).replace(b"\n", b"\r\n"), host=HOST) == expected

    def test_which_round_it_was(self) -> None:
        assert bounce_in(sample("postfix", f"{ID}.2"), host=HOST) == Bounce(ID, 2, True)

    def test_exchange_names_it_in_the_head_too(self) -> None:
        without = sample("exchange").replace(f"Message-ID:\n <{ID}@{HOST}>\n".encode(), b"")
        assert bounce_in(without, host=HOST) == Bounce(ID, 1, True)

    @pytest.mark.parametrize("name", ["postfix_delayed", "away", "was_shown"])
    def test_a_delay_an_absence_or_that_it_was_shown_is_no_failure(self, name: str) -> None:
        assert bounce_in(sample(name), host=HOST) is None

    def test_what_is_not_ours(self) -> None:
        assert bounce_in(sample("postfix", host="elsewhere.example"), host=HOST) is None
        assert bounce_in(sample("postfix", id="20261103092000.17"), host=HOST) is None

    def test_what_was_written_into_the_words_of_it_does_not_count(self) -> None:
        forged = sample("postfix", id="x").replace(b"I'm sorry", f"Message-ID: <{ID}@{HOST}>".encode())
        assert bounce_in(forged, host=HOST) is None

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"\0" * 1000,
            b"Content-Type: multipart/report; boundary=x\n\n" + b"--x\n" * 10_000,
            b"".join(b"Content-Type: multipart/report; boundary=%d\n\n--%d\n" % (n, n) for n in range(5_000)),
            b"Content-Type: message/rfc822\n\n" * 5_000,
            b"Content-Type: multipart/report; boundary==?utf-8?q?=00?=\nIn-Reply-To: =?nonsense?b?!!?=\n\n--",
            b"A" * (MOST_BYTES + 10),
        ],
        ids=["nothing", "noughts", "parts", "within each other", "e-mails within e-mails", "coded", "long"],
    )
    def test_what_makes_no_sense(self, raw: bytes) -> None:
        assert bounce_in(raw, host=HOST) is None

    @settings(max_examples=150, deadline=None)
    @given(st.sampled_from(SERVERS), st.integers(0, 4_000), st.integers(0, 400), st.binary(max_size=30))
    def test_whatever_is_changed_in_one_it_says_that_or_nothing(self, server: str, start: int, many: int, put: bytes) -> None:
        raw = sample(server)
        found = bounce_in(raw[:start] + put + raw[start + many :], host=HOST)
        assert found is None or found.message_id == ID


@pytest.fixture
def report(cast: Cast) -> Report:
    return makers.make_report(organisation=cast.thornbury, taken_by=cast.okafor)


@pytest.fixture
def message(report: Report) -> Message:
    """Taken by the mail server."""
    with on_behalf_of(report.organisation_id):
        something_to_read(report.organisation_id, report_id=report.pk, key="letter", to_address="alex@family.example", at=AT)
        queued = Message.objects.get(key="letter")
        claimed = claiming.claim(queued.pk, at=AT)
        assert claimed is not None
        claiming.handing(claimed, carrier="smtp")
        claiming.sent(claimed, at=AT)
    return queued


def came_back(message: Message, server: str = "postfix", *, round: int = 1) -> bytes:
    return sample(server, message.pk if round == 1 else f"{message.pk}.{round}", "localhost")


def as_it_is(message: Message) -> Message:
    with on_behalf_of(message.organisation_id):
        return Message.objects.get(pk=message.pk)


class TestWhatBecomesOfIt:
    @pytest.mark.parametrize("server", SERVERS)
    def test_it_is_the_duty_of_whoever_leads_and_stays_one(
        self, cast: Cast, report: Report, message: Message, server: str
    ) -> None:
        case = makers.make_case(lead=cast.okafor, reports=[report])
        assert [read_bounce(came_back(message, server), at=AT) for _ in range(3)] == [True, False, False]
        now = as_it_is(message)
        assert (now.state, now.settled_at) == (State.RETURNED, AT)
        assert ("no such address" in now.trouble) is (server != "exim")
        with on_behalf_of(cast.thornbury.pk):
            [duty] = Duty.objects.open().filter(duty="reach_family")
            assert (duty.assessment_id, duty.owner_id) == (case.assessment_id, cast.okafor.pk)
            assert Entry.objects.filter(verb="family_not_reached", subject_id=case.pk).count() == 1

    def test_it_may_come_back_before_the_worker_has_said_that_it_left(self, message: Message) -> None:
        for state in (State.HANDED, State.UNCERTAIN):
            with on_behalf_of(message.organisation_id):
                Message.objects.filter(pk=message.pk).update(state=state, sent_at=None, settled_at=None)
            assert read_bounce(came_back(message), at=AT)
            assert as_it_is(message).sent_at == AT
            with on_behalf_of(message.organisation_id):
                assert not claiming.sent(as_it_is(message), at=AT)

    def test_that_of_an_earlier_round_says_nothing_of_a_later_one(self, message: Message) -> None:
        with on_behalf_of(message.organisation_id):
            Message.objects.filter(pk=message.pk).update(round=2)
        assert not read_bounce(came_back(message), at=AT)
        assert as_it_is(message).state == State.SENT
        assert read_bounce(came_back(message, round=2), at=AT)

    def test_one_that_was_never_handed_over_cannot_come_back(self, message: Message) -> None:
        for state, carrier in ((State.QUEUED, "smtp"), (State.LEFT, "smtp"), (State.HANDED, "notify")):
            with on_behalf_of(message.organisation_id):
                Message.objects.filter(pk=message.pk).update(state=state, carrier=carrier, sent_at=None)
            assert not read_bounce(came_back(message), at=AT)

    def test_one_that_nobody_sent(self, cast: Cast) -> None:
        assert not read_bounce(sample("postfix", host="localhost"), at=AT)

    def test_one_to_a_member_of_staff_is_no_family_s(self, message: Message) -> None:
        with on_behalf_of(message.organisation_id):
            Message.objects.filter(pk=message.pk).update(subject_id=None)
        assert read_bounce(came_back(message), at=AT)
        with on_behalf_of(message.organisation_id):
            assert not Duty.objects.filter(duty="reach_family").exists()


class TestTheCommand:
    def test_it_reads_one_from_standard_input_and_says_nothing(
        self, message: Message, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        arriving = io.TextIOWrapper(io.BytesIO(came_back(message) + b"x" * MOST_BYTES * 2))
        monkeypatch.setattr(sys, "stdin", arriving)
        call_command("bounces")
        assert as_it_is(message).state == State.RETURNED
        assert arriving.buffer.read() == b""
        assert capsys.readouterr() == ("", "")

    def test_without_a_database_the_mail_server_is_asked_to_keep_it(self) -> None:
        nowhere = "postgresql://upstander_app:word@127.0.0.1:1/upstander"
        surroundings = {"PATH": "/usr/bin:/bin", "VAR_FOLDER": str(VAR), "DATABASE_URL": nowhere, "DATABASE_APP_URL": nowhere}
        words = [sys.executable, "-m", "upstander", "bounces"]
        given = sample("postfix", host="localhost")
        answer = subprocess.run(words, cwd=ROOT, env=surroundings, input=given, capture_output=True, timeout=60, check=False)
        assert (answer.returncode, answer.stdout) == (75, b""), answer.stderr

    @pytest.mark.parametrize("kind", [mailbox.Maildir, mailbox.mbox])
    def test_it_reads_a_mailbox_and_leaves_it_as_it_is(
        self, message: Message, tmp_path: Path, kind: type[mailbox.Maildir] | type[mailbox.mbox]
    ) -> None:
        box = kind(tmp_path / "mail", create=True)
        for raw in (sample("away"), came_back(message), b"nonsense"):
            box.add(raw)
        box.close()
        said = [io.StringIO(), io.StringIO()]
        for out in said:
            call_command("bounces", str(tmp_path / "mail"), stdout=out)
        assert [out.getvalue() for out in said] == [
            f"E-mails read: 3. Ours that did not arrive, and were not known to: {lost}.\n" for lost in (1, 0)
        ]
        assert as_it_is(message).state == State.RETURNED

    def test_what_is_no_mailbox(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="expected a Maildir"):
            call_command("bounces", str(tmp_path))
