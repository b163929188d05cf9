"""Write what the draft says about one kind of behaviour: one that is there, one that is proposed, or one of the school's own."""

from dataclasses import asdict, dataclass
from datetime import datetime

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed, typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import require
from upstander.records.audit import recording
from upstander.records.policies.drafting import PARTS, digest_of_clause, draft_for, sentences_about_staff
from upstander.records.policies.kinds import Kind, key_for, kinds_for
from upstander.records.policies.ladder import Clause

LONGEST_NAME, LONGEST_NUMBER, LONGEST_WORDS, LONGEST_MEANS = 80, 20, 2_000, 600
WORDS = ("means", *PARTS)
FIELDS = ("name", "clause", *WORDS)  # as they stand on the page


class NotAClause(Problem):
    """Something is missing, too long, names a member of staff, or another kind is called so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseWords:
    """What the kind is called and what is meant by it, the number of the clause, and what the school usually does: in school,
    outside school, and to put it right.
    """

    name: str
    clause: str
    in_school: str
    means: str = ""
    outside_school: str = ""
    restorative: str = ""


def write_clause(*, actor: Actor, behaviour: str, words: ClauseWords, at: datetime, seen: str | None = None) -> Clause:
    """`behaviour` is the key of the kind, or nothing for a new kind, which comes last.

    Shapes: `seen` is the digest of the clause that the person began from (drafting.digest_of_clause); left out, nobody looks.
    Raises: NotPermitted; NoDraft; NotAClause, with a sentence for each field.
    """
    require(actor, May.WRITE_POLICY)
    ladder, words = draft_for(actor), _cleaned(words)
    kinds = kinds_for(ladder)
    if behaviour and behaviour not in kinds:
        raise NotAClause("There is no such kind of behaviour.")
    _check(actor, words, [kind for kind in kinds.values() if kind.clause and kind.key != behaviour])
    clause = kinds[behaviour].clause if behaviour else None
    if clause and seen is not None and seen != digest_of_clause(clause):
        raise NotAClause(
            "Somebody changed this while you were writing. What the draft says now stands beside; what you typed is kept."
            " Keep it once more to put yours in its place."
        )
    key = behaviour or key_for(words.name, kinds.values(), actor)
    said, there = asdict(words), [kind.clause.place for kind in kinds.values() if kind.clause]
    clause, is_new = Clause.objects.update_or_create(
        organisation_id=ladder.organisation_id,
        ladder=ladder,
        behaviour=key,
        defaults=said,
        create_defaults={**said, "place": max(there, default=0) + 1},
    )
    recording.record(actor, "clause_written", "ladder", ladder.pk, at=at, behaviour=key, is_new=is_new)
    return clause


def _cleaned(words: ClauseWords) -> ClauseWords:
    said = {part: typed(getattr(words, part)) for part in WORDS}
    return ClauseWords(name=typed_line(words.name), clause=typed_line(words.clause), **said)


def _check(actor: Actor, words: ClauseWords, others: list[Kind]) -> None:
    problems = sentences_about_staff(actor, {part: getattr(words, part) for part in ("name", *WORDS)})
    if not words.name or len(words.name) > LONGEST_NAME:
        problems["name"] = f"Write what it is called, in at most {LONGEST_NAME} characters: parents read it."
    elif any(words.name.casefold() == kind.name.casefold() for kind in others):
        problems["name"] = "Another kind in this draft is called so."
    if not words.clause or len(words.clause) > LONGEST_NUMBER:
        problems["clause"] = "Write the number that this has in your policy, such as 4.2. Letters cite it."
    if not words.in_school:
        problems["in_school"] = "Write what the school usually does."
    for part in PARTS:
        if len(getattr(words, part)) > LONGEST_WORDS:
            problems[part] = f"Use at most {LONGEST_WORDS:,} characters: letters quote all of it."
    if len(words.means) > LONGEST_MEANS:
        problems["means"] = f"Use at most {LONGEST_MEANS} characters."
    if problems:
        raise NotAClause({name: problems[name] for name in FIELDS if name in problems})
