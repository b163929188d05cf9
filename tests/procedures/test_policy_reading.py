"""A policy is brought, kept encrypted, read by a process apart, proposed from, and decided on by people."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.makers.readings import PASSAGE
from tests.policytext.labels import SAMPLES, SCANNED, WITHOUT_OCR
from upstander.operations.reading import apart
from upstander.operations.reading.apart import read_apart
from upstander.operations.reading.reader import read as reader
from upstander.procedures.policy_reading import read_again as again
from upstander.procedures.policy_reading.bring_policy import NotAPolicy, bring_policy
from upstander.procedures.policy_reading.decide_statement import (
    DecidedMeanwhile,
    NotDecided,
    decide_as_before,
    decide_statement,
)
from upstander.procedures.policy_reading.download_policy import download_policy
from upstander.procedures.policy_reading.read_policy import NO_ANSWER, STOPPED, CannotBeRead, read_policy
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.audit.models import Entry
from upstander.records.evidence import vault
from upstander.records.policies.keeping import NotWhatCame
from upstander.records.policies.reading import PolicyDecision, Proposal, Reading

POLICY = b"""# Behaviour policy

## Outside school

We look into bullying that happens outside school, online or on the way home, whenever it is reported to us.
We do not search phones.

## Telling parents

We tell the parents of each child the outcome for their own child, in writing.
"""


def read_here(content: bytes) -> dict[str, Any]:
    """As the reader reads, without the second that starting it takes."""
    answer = json.loads(json.dumps(reader(content)))
    if "trouble" in answer:
        raise CannotBeRead(answer["trouble"])
    return dict(answer)


def bring(cast: Cast, content: bytes = POLICY, *, by: Membership | None = None, name: str = "policy.txt") -> Reading:
    actor = (by or cast.okafor).actor()
    with asking(actor):
        return bring_policy(actor=actor, name=name, size=len(content), file=BytesIO(content), at=AT)


def read(reading: Reading, how: Any = read_here, *, is_last_try: bool = False) -> bool:
    return read_policy(
        organisation_id=reading.organisation_id, reading_id=reading.pk, read_apart=how, at=AT, is_last_try=is_last_try
    )


def proposed(cast: Cast, reading: Reading) -> dict[str, Proposal]:
    with asking(cast.okafor.actor()):
        return {it.statement: it for it in Proposal.objects.filter(reading=reading).select_related("same_as")}


def again_from_the_table(cast: Cast, reading: Reading) -> Reading:
    with asking(cast.okafor.actor()):
        return Reading.objects.get(pk=reading.pk)


def jobs() -> list[Mapping[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args, lock FROM procrastinate_jobs WHERE task_name LIKE '%%read_policy' ORDER BY id")
        return [{"args": args, "lock": lock} for args, lock in cursor.fetchall()]


class TestBringing:
    def test_the_file_is_kept_encrypted_and_a_job_is_there_for_it(self, cast: Cast) -> None:
        reading = bring(cast, name="../Behaviour\u202e policy.txt")

        assert (reading.ending, reading.size, reading.is_waiting) == ("txt", len(POLICY), True)
        assert reading.name == "../Behaviour policy.txt"
        assert b"bullying" not in vault.path_of(reading.pk).read_bytes()
        assert [job["lock"] for job in jobs()] == ["read_policy"]
        with asking(cast.okafor.actor()):
            assert Entry.objects.get(verb="policy_brought").actor_name == "Ms Okafor"
            assert download_policy(actor=cast.okafor.actor(), reading_id=reading.pk, at=AT)[1] == POLICY

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"", "empty"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, ".doc"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a document"),
            (b"MZ\x90\0\x03\0", "not a document"),
        ],
    )
    def test_what_can_be_told_at_sight_is_refused_in_one_sentence(self, cast: Cast, content: bytes, says: str) -> None:
        with pytest.raises(NotAPolicy, match=says) as refused:
            bring(cast, content)
        assert list(refused.value.sentences) == ["file"]
        assert jobs() == []

    def test_a_file_that_is_too_large_is_refused(self, cast: Cast) -> None:
        with asking(cast.okafor.actor()), pytest.raises(NotAPolicy, match="25 MB"):
            bring_policy(actor=cast.okafor.actor(), name="x.pdf", size=25 * 1024 * 1024 + 1, file=BytesIO(b"%PDF-"), at=AT)

    def test_the_same_file_is_not_read_twice_unless_it_could_not_be_read(self, cast: Cast) -> None:
        first = bring(cast)
        with pytest.raises(NotAPolicy, match="still being read"):
            bring(cast)
        read(first)
        with pytest.raises(NotAPolicy, match="was read before"):
            bring(cast)
        broken = bring(cast, b"%PDF-1.4 cut off")
        read(broken)
        assert bring(cast, b"%PDF-1.4 cut off").pk != broken.pk
        assert len(jobs()) == 3

    @pytest.mark.parametrize("who", ["adeyemi", "hale", "marsh", "flint"])
    def test_who_may_not_brings_nothing(self, cast: Cast, who: str) -> None:
        with pytest.raises(NotPermitted):
            bring(cast, by=getattr(cast, who))


class TestReading:
    def test_it_proposes_for_every_statement_and_a_second_time_does_nothing(self, cast: Cast) -> None:
        reading = bring(cast)

        assert read(reading, read_apart)
        assert not read(reading)

        found = proposed(cast, reading)
        assert len(found) == 19
        assert found["investigate_off_premises"].found == "made"
        assert found["investigate_off_premises"].passages[0]["heading"] == "Outside school"
        assert found["search_confiscate_without_consent"].found == "contradicted"
        assert found["search_confiscate_without_consent"].against[0]["text"] == "We do not search phones."
        assert found["complaints"].found == "not found"
        done = again_from_the_table(cast, reading)
        assert (done.was_read, done.rulebook, done.notes) == (True, "1", [])

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"%PDF-1.4 cut off", "damaged, or is not a PDF"),
            (b"PK\x03\x04 no archive", "damaged, or is not a Word document"),
            (b"   \n ", "empty"),
        ],
    )
    def test_what_cannot_be_read_says_why_and_is_kept(self, cast: Cast, content: bytes, says: str) -> None:
        reading = bring(cast, content)

        assert read(reading)

        done = again_from_the_table(cast, reading)
        assert says in (done.trouble or "")
        assert (done.was_read, done.is_waiting, proposed(cast, reading)) == (False, False, {})

    @pytest.mark.parametrize("name", ["cranmarsh-vale-anti-bullying.pdf", "mossditch-primary-behaviour.docx"])
    def test_it_is_read_apart_with_its_libraries(self, name: str) -> None:
        answer = read_apart((SAMPLES / name).read_bytes())
        assert len(answer["statements"]) == 19
        assert (answer["pages"] is not None) == name.endswith("pdf")

    @WITHOUT_OCR
    def test_a_scan_says_that_a_machine_read_it(self, cast: Cast) -> None:
        reading = bring(cast, (SAMPLES / SCANNED).read_bytes())
        assert read(reading, read_apart)
        assert "(OCR)" in (again_from_the_table(cast, reading).notes or [""])[0]

    def test_the_stored_bytes_are_what_came_or_are_not_read(self, cast: Cast) -> None:
        reading = bring(cast)
        path = vault.path_of(reading.pk)
        path.write_bytes(path.read_bytes()[:-1] + b"x")

        assert read(reading)

        assert "not what came" in (again_from_the_table(cast, reading).trouble or "")
        with asking(cast.okafor.actor()), pytest.raises(NotWhatCame):
            download_policy(actor=cast.okafor.actor(), reading_id=reading.pk, at=AT)

    def test_a_reader_that_was_ended_is_tried_again_and_the_last_time_says_so(self, cast: Cast) -> None:
        def ended(_: bytes) -> Mapping[str, Any]:
            raise RuntimeError("signal 9")

        reading = bring(cast)
        with pytest.raises(RuntimeError):
            read(reading, ended)
        assert again_from_the_table(cast, reading).is_waiting
        assert read(reading, ended, is_last_try=True)
        assert again_from_the_table(cast, reading).trouble == STOPPED

    @pytest.mark.parametrize(
        "answer",
        [
            {},
            {"pages": "x", "notes": [], "passages": [], "statements": []},
            {"pages": None, "notes": [], "passages": [["a", 1]], "statements": []},
            {"pages": None, "notes": [], "passages": [], "statements": [{"id": "online_response", "state": "compliant"}]},
            {"pages": 10**12, "notes": [], "passages": [], "statements": []},
        ],
    )
    def test_an_answer_of_another_shape_is_not_believed(self, cast: Cast, answer: dict[str, Any]) -> None:
        reading = bring(cast)
        assert read(reading, lambda _: answer)
        assert again_from_the_table(cast, reading).trouble == NO_ANSWER

    def test_what_hides_or_turns_words_around_is_left_out(self, cast: Cast) -> None:
        reading, answer = bring(cast), read_here(POLICY)
        answer["statements"][0] |= {"passages": [{"text": "a\u202eb\x00c \ud800", "page": 1, "heading": "h" * 999, "why": ""}]}
        assert read(reading, lambda _: answer)
        passage = proposed(cast, reading)["online_response"].passages[0]
        assert passage["text"] == "a b c"
        assert len(passage["heading"]) == 300

    def test_whoever_reads_has_no_key_and_no_address_of_a_database(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seen: dict[str, Any] = {}
        run = subprocess.run

        def watched(*args: Any, **kwargs: Any) -> Any:
            seen.update(kwargs)
            return run(*args, **kwargs)

        monkeypatch.setenv("EVIDENCE_KEY", "a secret")
        monkeypatch.setattr(subprocess, "run", watched)
        read_apart(POLICY)
        assert set(seen["env"]) <= {"LC_ALL", *apart.KEPT}

    def test_one_that_takes_too_long_is_ended(self, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        slow = tmp_path / "reader.py"
        slow.write_text("import signal, sys, time\nsignal.alarm(int(sys.argv[2]))\ntime.sleep(60)\n")
        monkeypatch.setattr(apart, "READER", slow)
        with pytest.raises(CannotBeRead, match="more than a minute"):
            read_apart(POLICY, longest=1)

    @pytest.mark.parametrize(
        ("ends", "raised"), [("SIGSEGV", CannotBeRead), ("SIGKILL", RuntimeError), ("SIGTERM", RuntimeError)]
    )
    def test_who_ended_it_decides_whether_it_is_tried_again(
        self, ends: str, raised: type[Exception], tmp_path: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        crashing = tmp_path / "reader.py"
        crashing.write_text(f"import os, signal\nos.kill(os.getpid(), signal.{ends})\n")
        monkeypatch.setattr(apart, "READER", crashing)
        with pytest.raises(raised):
            read_apart(POLICY)

    def test_it_takes_no_more_memory_than_a_policy_may(self, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        greedy = tmp_path / "reader.py"
        words = apart.READER.read_text().replace("read(sys.stdin.buffer.read())", "{'trouble': str(len(bytearray(4 << 30)))}")
        greedy.write_text(words.replace("Path(__file__).resolve().parents[3]", repr(str(apart.READER.parents[3]))))
        monkeypatch.setattr(apart, "READER", greedy)
        with pytest.raises(CannotBeRead, match="more than the memory"):
            read_apart(POLICY)

    def test_it_ends_when_the_worker_is_killed(self, tmp_path: Any) -> None:
        """The worker's end of the pipe closes with it, however it went."""
        waiting = tmp_path / "reader.py"
        waiting.write_text(
            "import os, sys, time\n"
            f"sys.path.insert(0, {str(apart.READER.parents[3])!r})\n"
            "from upstander.operations import lifeline\n"
            "lifeline.hold(int(sys.argv[1]))\n"
            f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\n"
            "time.sleep(60)\n"
        )
        code = (
            f"import sys\nsys.path.insert(0, {str(apart.READER.parents[3])!r})\n"
            "from pathlib import Path\nimport django\ndjango.setup()\n"
            "from upstander.operations.reading import apart\n"
            f"apart.READER = Path({str(waiting)!r})\napart.read_apart(b'x')\n"
        )
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "upstander.config.settings"}
        worker = subprocess.Popen([sys.executable, "-c", code], env=environment)
        try:
            from tests.operations.workers import until

            until(lambda: (tmp_path / "pid").exists() and bool((tmp_path / "pid").read_text()))
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        child = int((tmp_path / "pid").read_text())
        until(lambda: not _runs(child))


def _runs(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def test_a_reading_that_came_to_no_end_can_be_asked_for_again(cast: Cast) -> None:
    reading, actor = bring(cast), cast.okafor.actor()
    with asking(actor):
        with pytest.raises(NotPermitted):
            again.read_again(actor=actor, reading_id=reading.pk, at=AT + timedelta(minutes=5))
        again.read_again(actor=actor, reading_id=reading.pk, at=AT + timedelta(minutes=16))
    assert len(jobs()) == 2
    read(reading)
    with asking(actor), pytest.raises(NotPermitted):
        again.read_again(actor=actor, reading_id=reading.pk, at=AT + timedelta(minutes=30))


def decide(cast: Cast, proposal: UUID, *, by: Membership | None = None, **given: Any) -> PolicyDecision:
    usual = {"seen": "", "answer": "met", "passage": "p0", "words": "", "page": "", "note": ""}
    actor = (by or cast.okafor).actor()
    with asking(actor):
        return decide_statement(actor=actor, proposal_id=proposal, at=AT, **{**usual, **given})


class TestDeciding:
    def test_a_proposed_passage_is_quoted_with_its_place(self, cast: Cast) -> None:
        proposal = proposed(cast, makers.make_reading(by=cast.okafor))["online_response"]

        decided = decide(cast, proposal.pk, note=" It names no steps. ")

        assert (decided.words, decided.page, decided.heading) == (PASSAGE["text"], 2, "Outside school")
        assert (decided.note, decided.is_by_hand, decided.decided_by_id) == ("It names no steps.", False, cast.okafor.pk)

    def test_a_person_may_quote_what_was_not_found(self, cast: Cast) -> None:
        proposal = proposed(cast, makers.make_reading(by=cast.okafor))["complaints"]

        decided = decide(cast, proposal.pk, answer="partly", passage="by_hand", words="Write to the head.", page="4")

        assert (decided.words, decided.page, decided.is_by_hand) == ("Write to the head.", 4, True)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"answer": ""}, "answer"),
            ({"answer": "compliant"}, "answer"),
            ({"passage": ""}, "passage"),
            ({"passage": "nowhere"}, "passage"),
            ({"passage": "p7"}, "passage"),
            ({"passage": "a0"}, "passage"),
            ({"passage": "p٣"}, "passage"),
            ({"passage": "by_hand", "page": "2"}, "words"),
            ({"passage": "by_hand", "words": "x", "page": "6"}, "page"),
            ({"passage": "by_hand", "words": "x", "page": "0"}, "page"),
            ({"passage": "by_hand", "words": "x"}, "page"),
            ({"passage": "by_hand", "words": "x" * 4001, "page": "1"}, "words"),
            ({"note": "x" * 2001}, "note"),
        ],
    )
    def test_what_is_missing_is_said_beside_its_field(self, cast: Cast, given: dict[str, Any], field: str) -> None:
        proposal = proposed(cast, makers.make_reading(by=cast.okafor))["online_response"]
        with pytest.raises(NotDecided) as refused:
            decide(cast, proposal.pk, **given)
        assert field in refused.value.sentences

    def test_not_met_needs_no_passage_and_may_have_the_one_that_says_the_opposite(self, cast: Cast) -> None:
        reading = makers.make_reading(by=cast.okafor, found={"other_school_cooperation": "contradicted"})
        found = proposed(cast, reading)
        assert decide(cast, found["complaints"].pk, answer="not_met", passage="nowhere").words == ""
        said = decide(cast, found["other_school_cooperation"].pk, answer="not_met", passage="a0")
        assert said.words == "We cannot approach another school."

    def test_a_later_decision_stands_above_an_earlier_and_the_same_twice_is_one(self, cast: Cast) -> None:
        proposal = proposed(cast, makers.make_reading(by=cast.okafor))["online_response"]
        first = decide(cast, proposal.pk)
        assert decide(cast, proposal.pk).pk == first.pk

        with pytest.raises(DecidedMeanwhile, match="Ms Okafor"):
            decide(cast, proposal.pk, by=cast.reyes, answer="not_met", passage="nowhere")
        later = decide(cast, proposal.pk, by=cast.reyes, answer="not_met", passage="nowhere", seen=str(first.pk))

        with asking(cast.okafor.actor()):
            assert PolicyDecision.objects.standing().get() == later
            assert PolicyDecision.objects.count() == 2
            assert Entry.objects.filter(verb="policy_decided").count() == 2

    @pytest.mark.parametrize("who", ["adeyemi", "hale", "vance", "marsh", "flint"])
    def test_who_may_not_decides_nothing(self, cast: Cast, who: str) -> None:
        proposal = proposed(cast, makers.make_reading(by=cast.okafor))["online_response"]
        with pytest.raises(NotPermitted):
            decide(cast, proposal.pk, by=getattr(cast, who))


class TestANewFile:
    def test_what_was_decided_is_offered_where_the_words_are_the_same_and_never_carried_over(self, cast: Cast) -> None:
        first = bring(cast)
        read(first)
        before = proposed(cast, first)
        told = decide(cast, before["inform_parents_of_outcome"].pk, note="Good.")
        decide(cast, before["investigate_off_premises"].pk)
        changed = POLICY.replace(b"whenever it is reported to us", b"where it affects lessons").replace(
            b"in writing", b"in  writing"
        )

        second = bring(cast, changed)
        read(second)

        found = proposed(cast, second)
        assert found["inform_parents_of_outcome"].same_as == told
        assert found["inform_parents_of_outcome"].same_heading == "Telling parents"
        assert found["investigate_off_premises"].same_as is None
        with asking(cast.okafor.actor()):
            assert not PolicyDecision.objects.filter(proposal__reading=second).exists()
        actor = cast.lund.actor()
        with asking(actor):
            with pytest.raises(NotPermitted):
                decide_as_before(actor=actor, proposal_id=found["complaints"].pk, seen="", at=AT)
            taken = decide_as_before(actor=actor, proposal_id=found["inform_parents_of_outcome"].pk, seen="", at=AT)
        assert (taken.decided_by_id, taken.as_before_id, taken.note) == (cast.lund.pk, told.pk, "Good.")

    def test_what_was_decided_otherwise_since_is_offered_no_more(self, cast: Cast) -> None:
        first = bring(cast)
        read(first)
        before = proposed(cast, first)["inform_parents_of_outcome"]
        told = decide(cast, before.pk)
        second = bring(cast, POLICY + b"\nOne line more.\n")
        read(second)
        found = proposed(cast, second)["inform_parents_of_outcome"]
        actor = cast.okafor.actor()
        with asking(actor):
            assert PolicyDecision.objects.visible_to(actor).still_standing([told.pk]) == {told.pk}
        decide(cast, before.pk, answer="partly", seen=str(told.pk))
        with asking(actor), pytest.raises(NotPermitted):
            decide_as_before(actor=actor, proposal_id=found.pk, seen="", at=AT)

    def test_part_of_a_longer_sentence_is_not_the_same(self, cast: Cast) -> None:
        first = bring(cast)
        read(first)
        part = "We look into bullying that happens outside school"
        decide(cast, proposed(cast, first)["investigate_off_premises"].pk, passage="by_hand", words=part)
        second = bring(cast, POLICY + b"\nOne line more.\n")
        read(second)
        assert proposed(cast, second)["investigate_off_premises"].same_as is None

    def test_another_school_s_decisions_are_never_offered(self, cast: Cast) -> None:
        first = bring(cast)
        read(first)
        decide(cast, proposed(cast, first)["inform_parents_of_outcome"].pk)
        theirs = bring(cast, by=cast.vance)
        read(theirs)
        with asking(cast.vance.actor()):
            assert not Proposal.objects.exclude(same_as=None).exists()
            assert Proposal.objects.count() == 19
