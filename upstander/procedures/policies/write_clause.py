"""Write what the draft says about one kind of behaviour."""

from dataclasses import asdict, dataclass
from datetime import datetime

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed, typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import require
from upstander.records.audit import recording
from upstander.records.policies.drafting import draft_for, sentences_about_staff
from upstander.records.policies.ladder import Behaviour, Clause

LONGEST_NUMBER, LONGEST_WORDS = 20, 2_000
PARTS = ("in_school", "outside_school", "restorative")


class NotAClause(Problem):
    """Something is missing, too long, or names a member of staff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseWords:
    """The number of the clause, and what the school usually does: in school, outside school, and to put it right."""

    clause: str
    in_school: str
    outside_school: str = ""
    restorative: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(asdict(self).values())


def write_clause(*, actor: Actor, behaviour: str, words: ClauseWords, at: datetime) -> Clause | None:
    """All of it left empty takes the clause out of the draft.

    Raises: NotPermitted; NoDraft; NotAClause, with a sentence for each field.
    """
    require(actor, May.WRITE_POLICY)
    ladder, words = draft_for(actor), _cleaned(words)
    if behaviour not in Behaviour.values:
        raise NotAClause("There is no such kind of behaviour.")
    clause = None
    if words.is_empty:
        Clause.objects.filter(ladder=ladder, behaviour=behaviour).delete()
    else:
        _check(actor, words)
        clause, _ = Clause.objects.update_or_create(
            organisation_id=ladder.organisation_id, ladder=ladder, behaviour=behaviour, defaults=asdict(words)
        )
    recording.record(actor, "clause_written", "ladder", ladder.pk, at=at, behaviour=behaviour, is_there=clause is not None)
    return clause


def _cleaned(words: ClauseWords) -> ClauseWords:
    return ClauseWords(clause=typed_line(words.clause), **{part: typed(getattr(words, part)) for part in PARTS})


def _check(actor: Actor, words: ClauseWords) -> None:
    problems = sentences_about_staff(actor, {part: getattr(words, part) for part in PARTS})
    if not words.clause or len(words.clause) > LONGEST_NUMBER:
        problems["clause"] = "Write the number that this has in your policy, such as 4.2. Letters cite it."
    if not words.in_school:
        problems["in_school"] = "Write what the school usually does. Empty every field to leave this behaviour out."
    for part in PARTS:
        if len(getattr(words, part)) > LONGEST_WORDS:
            problems[part] = f"Use at most {LONGEST_WORDS:,} characters: letters quote all of it."
    if problems:
        raise NotAClause(problems)
