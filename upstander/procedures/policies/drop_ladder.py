"""Drop the draft of the ladder. Its words stay on record and can be read; a version that was approved is never dropped."""

from datetime import datetime

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import require
from upstander.records.audit import recording
from upstander.records.policies.drafting import digest_of, draft_for
from upstander.records.policies.ladder import Ladder

LONGEST = 300


class NotDropped(Problem):
    """There is no reason, or somebody wrote in the draft in the meantime."""


def drop_ladder(*, actor: Actor, because: str, seen: str, at: datetime) -> Ladder:
    """Of two who press at once, the second is told that there is no draft any more.

    Shapes: `seen` is the digest of what the person has read (drafting.digest_of).
    Raises: NotPermitted; NoDraft; NotDropped.
    """
    require(actor, May.WRITE_POLICY)
    ladder, reason = draft_for(actor), typed_line(because)
    if not reason or len(reason) > LONGEST:
        raise NotDropped(f"Write why it is dropped, in at most {LONGEST} characters. Governors read it.", field="because")
    if seen != digest_of(ladder):
        raise NotDropped("The draft has changed since you opened this page. Read it again; what you typed is kept.")
    ladder.dropped_at, ladder.dropped_by_id, ladder.dropped_because = at, actor.member, reason
    ladder.save(update_fields=["dropped_at", "dropped_by", "dropped_because"])
    recording.record(actor, "ladder_dropped", "ladder", ladder.pk, at=at, digest=seen)
    return ladder
