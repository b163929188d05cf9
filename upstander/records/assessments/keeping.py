"""What of a verdict is kept in its row."""

from typing import Any

KINDS = ("routes", "duties", "prohibitions")


def kept(outcome: dict[str, Any]) -> dict[str, Any]:
    """A verdict's JSON, where an outcome that is only possible names its rules without repeating their words.

    Those words are most of it: whole, a verdict has 60 kB, and a case page reads one each time (docs/performance.md).
    What is required keeps every word. Facts and fingerprint, which the row has too, say the rest again with the same rulebook.
    """
    return {**outcome, **{kind: [_kept(given) for given in outcome[kind]] for kind in KINDS}}


def _kept(given: dict[str, Any]) -> dict[str, Any]:
    if given["status"] != "possible":
        return given
    return {**given, "because": [{"rule": reason["rule"]} for reason in given["because"]]}
