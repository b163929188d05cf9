"""Compare what is written to another school with the names that it need not know."""

from collections.abc import Collection, Mapping
from typing import Any

from upstander.kernel.problems import Problem
from upstander.records.cases.models import CaseReport
from upstander.records.disclosures.exchange import Crossing, CrossingKind, Exchange
from upstander.records.disclosures.naming import Mention
from upstander.records.disclosures.others import named_besides
from upstander.records.disclosures.referring import ours
from upstander.records.people.models import Person

LONGEST_REASON = 300


class NamesOthers(Problem):
    """Words of it may tell of somebody whom the other school need not know about. `found` are those words."""

    def __init__(self, sentences: Mapping[str, str], found: Collection[Mention]) -> None:
        self.found = tuple(dict.fromkeys(mention.word for mention in found))
        super().__init__(sentences)


def may_stand(found: Collection[Mention], let_stand: Collection[str], because: str) -> None:
    """Words that nobody was shown are shown first, whatever reason was given for others.

    Raises: NamesOthers, with a sentence for each field.
    """
    if found and len(because) > LONGEST_REASON:
        raise NamesOthers({"because": f"Use at most {LONGEST_REASON} characters."}, found)
    if any(mention.word not in let_stand for mention in found) or (found and not because):
        fields: dict[str, list[str]] = {}
        for mention in found:
            fields.setdefault(mention.field, []).append(mention.word)
        told = {field: sentence_about(words) for field, words in fields.items()}
        raise NamesOthers({**told, "because": "Write why these words may stand, or change them."}, found)


def sentence_about(words: Collection[str]) -> str:
    each = "” and “".join(dict.fromkeys(words))
    return f"“{each}” may tell of somebody, or of a sanction, that the other school need not know about."


def named_to_other(exchange: Exchange, words: str) -> list[Mention]:
    """What is found in words that go to the other school, besides those who were named to or by it already."""
    case_id = exchange.case_id or CaseReport.objects.filter(report=exchange.report_id).values_list("case_id", flat=True).first()
    if case_id is None:
        return []
    return named_besides(case_id, _named_already(exchange), {"words": words})


def _named_already(exchange: Exchange) -> list[Person]:
    referral = _referral(exchange)
    named = [referral.get("pupil"), referral.get("ours")]
    told = [Person(name=it["name"], accounts=list(it.get("accounts", ()))) for it in named if it]
    if exchange.pupil is not None:
        told.append(exchange.pupil)
    if exchange.case is not None and referral.get("ours"):
        told += ours(exchange.case)[:1]
    return told


def _referral(exchange: Exchange) -> dict[str, Any]:
    rows = Crossing.objects.filter(exchange=exchange, kind=CrossingKind.REFERRAL).values_list("payload", flat=True)
    payload: dict[str, Any] = rows.first() or {}
    referral: dict[str, Any] = payload.get("referral", {})
    return referral
