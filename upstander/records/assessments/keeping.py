"""What of a verdict is kept in its row."""

from typing import Any

KINDS = ("routes", "duties", "prohibitions")


def kept(outcome: dict[str, Any]) -> dict[str, Any]:
    """A verdict's JSON, less what the same rulebook says again from the row's facts and fingerprint.

    An outcome that is only possible names its rules without their words, and a question names only the routes that its answer
    could change. Whole, a verdict has 60 kB, and a case page reads one each time (docs/performance.md). What is required
    keeps every word.
    """
    routes = {route["id"] for route in outcome["routes"]}
    ask = [{**asked, "could_change": [id for id in asked["could_change"] if id in routes]} for asked in outcome["ask"]]
    return {**outcome, **{kind: [_kept(given) for given in outcome[kind]] for kind in KINDS}, "ask": ask}


def _kept(given: dict[str, Any]) -> dict[str, Any]:
    if given["status"] != "possible":
        return given
    return {**given, "because": [{"rule": reason["rule"]} for reason in given["because"]]}
