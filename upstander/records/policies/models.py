"""The tables of this record: the published ladder, what cites it, how the policy was read, and how bullying is prevented."""

from upstander.records.policies.ladder import Behaviour, Citation, Clause, Ladder
from upstander.records.policies.prevention import Prevention, PreventionDone, PreventionKind, PreventionPrompt
from upstander.records.policies.reading import PolicyDecision, Proposal, Reading

__all__ = [
    "Behaviour",
    "Citation",
    "Clause",
    "Ladder",
    "PolicyDecision",
    "Prevention",
    "PreventionDone",
    "PreventionKind",
    "PreventionPrompt",
    "Proposal",
    "Reading",
]
