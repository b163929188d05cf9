"""Say whether the policy makes a statement, and where. The program proposes; a person decides, and may decide again."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed, typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import NotPermitted, permitted
from upstander.records.audit import recording
from upstander.records.policies.reading import Answer, PolicyDecision, Proposal

BY_HAND, NOWHERE = "by_hand", "nowhere"
LONGEST_WORDS, LONGEST_NOTE, LONGEST_HEADING = 4_000, 2_000, 300


class NotDecided(Problem):
    """An answer or a passage is missing, or too much was written."""


class DecidedMeanwhile(Problem):
    """Somebody decided on this statement after the page was shown."""

    def __init__(self, by: str) -> None:
        super().__init__(
            f"{by} decided this while the page was open. See what they decided below; then decide again if you must."
        )


def decide_statement(
    *, actor: Actor, proposal_id: UUID, seen: str, answer: str, passage: str, words: str, page: str, note: str, at: datetime
) -> PolicyDecision:
    """Decide on one statement. What is decided already in the same words is not written twice.

    Shapes: `passage` is p0, p1 … (proposed), a0, a1 … (against it), by_hand (then `words` and `page` say where) or nowhere;
    `seen` is the id of the decision that stood when the page was shown, or nothing.
    Raises: NotPermitted; NotDecided; DecidedMeanwhile.
    """
    proposal = _locked(actor, proposal_id)
    decision = PolicyDecision(
        organisation_id=proposal.organisation_id, proposal=proposal, decided_by_id=actor.member, decided_at=at
    )
    problems = {**_quoted(decision, passage, words, page), **_answered(decision, answer), **_noted(decision, note)}
    if not problems and decision.answer != Answer.NOT_MET and not decision.words:
        problems["passage"] = "Choose the passage that says it, or write the words from the policy yourself."
    if problems:
        raise NotDecided(problems)
    return _put_on_record(actor, decision, seen, at)


def decide_as_before(*, actor: Actor, proposal_id: UUID, seen: str, at: datetime) -> PolicyDecision:
    """Decide as was decided on an earlier file, whose passage reads the same in this one.

    Raises: NotPermitted, also where there is no such decision; DecidedMeanwhile.
    """
    proposal = _locked(actor, proposal_id)
    before = proposal.same_as
    if before is None or not PolicyDecision.objects.visible_to(actor).still_standing([before.pk]):
        raise NotPermitted("nothing that still stands was decided on these words before")
    decision = PolicyDecision(
        organisation_id=proposal.organisation_id,
        proposal=proposal,
        answer=before.answer,
        words=before.words,
        page=proposal.same_page,
        heading=proposal.same_heading,
        is_by_hand=before.is_by_hand,
        note=before.note,
        as_before=before,
        decided_by_id=actor.member,
        decided_at=at,
    )
    return _put_on_record(actor, decision, seen, at)


def _locked(actor: Actor, proposal_id: UUID) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("reading", "same_as")
    return permitted(actor, May.DECIDE_READING, rows, proposal_id)


def _answered(decision: PolicyDecision, answer: str) -> dict[str, str]:
    if answer not in Answer.values:
        return {"answer": "Choose whether the policy says this."}
    decision.answer = answer
    return {}


def _quoted(decision: PolicyDecision, passage: str, words: str, page: str) -> dict[str, str]:
    if passage == BY_HAND:
        return _quoted_by_hand(decision, words, page)
    if passage in ("", NOWHERE):
        return {}
    proposal = decision.proposal
    there = {"p": proposal.passages, "a": proposal.against}.get(passage[:1], [])
    number = passage[1:]
    if not number.isdecimal() or not number.isascii() or int(number) >= len(there):
        return {"passage": "Choose one of the passages."}
    it = there[int(number)]
    decision.words, decision.page, decision.heading = it["text"], it["page"], it["heading"]
    return {}


def _quoted_by_hand(decision: PolicyDecision, words: str, page: str) -> dict[str, str]:
    problems, last = {}, decision.proposal.reading.pages
    decision.words, decision.is_by_hand = typed(words), True
    if not decision.words:
        problems["words"] = "Write the words as they stand in the policy."
    elif len(decision.words) > LONGEST_WORDS:
        problems["words"] = f"Quote at most {LONGEST_WORDS:,} characters: the sentences that matter."
    number = typed_line(page)
    if number:
        if not (number.isdecimal() and number.isascii() and len(number) < 6 and 1 <= int(number) <= (last or 9_999)):
            problems["page"] = (
                f"Write the number of a page, from 1 to {last}." if last else "Write the number of a page, or leave it empty."
            )
        else:
            decision.page = int(number)
    elif last:
        problems["page"] = f"Write the page on which this stands, from 1 to {last}."
    return problems


def _noted(decision: PolicyDecision, note: str) -> dict[str, str]:
    decision.note = typed(note)
    if len(decision.note) > LONGEST_NOTE:
        return {"note": f"The note has {len(decision.note):,} characters. Use at most {LONGEST_NOTE:,}."}
    return {}


def _put_on_record(actor: Actor, decision: PolicyDecision, seen: str, at: datetime) -> PolicyDecision:
    standing = PolicyDecision.objects.visible_to(actor).filter(proposal=decision.proposal).select_related("decided_by")
    last = standing.order_by("-decided_at", "-id").first()
    if last is not None and last.says_the_same_as(decision):
        return last
    if last is not None and str(last.pk) != seen:
        raise DecidedMeanwhile(last.decided_by.display_name)
    decision.save(force_insert=True)
    proposal = decision.proposal
    recording.record(
        actor, "policy_decided", "policy_reading", proposal.reading_id, at=at,
        statement=proposal.statement, answer=decision.answer, decision=str(decision.pk),
    )  # fmt: skip
    return decision
