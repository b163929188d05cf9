"""The tables of this record: the published ladder, what cites it, and what the school does so that bullying does not begin."""

from upstander.records.policies.ladder import Behaviour, Citation, Clause, Ladder
from upstander.records.policies.prevention import Prevention, PreventionDone, PreventionKind, PreventionPrompt

__all__ = [
    "Behaviour",
    "Citation",
    "Clause",
    "Ladder",
    "Prevention",
    "PreventionDone",
    "PreventionKind",
    "PreventionPrompt",
]
