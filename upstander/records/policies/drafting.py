"""The draft of the next version: where it stands, and what may not be in a page that anybody reads."""

from collections.abc import Mapping

from upstander.kernel.actor import Actor
from upstander.kernel.digests import canonical, seal
from upstander.kernel.problems import Problem
from upstander.records.access.models import Membership
from upstander.records.policies.ladder import Clause, Ladder

PARTS = ("in_school", "outside_school", "restorative")  # of a clause: what the school usually does


class NoDraft(Problem):
    """There is no draft: it was approved or dropped in the meantime, or nobody has begun one."""


def draft_for(actor: Actor) -> Ladder:
    """The draft, held until the transaction ends.

    Raises: NoDraft.
    """
    ladder = Ladder.objects.visible_to(actor).draft().select_for_update().first()
    if ladder is None:
        raise NoDraft("There is no draft any more. Somebody may have approved or dropped it while this page was open.")
    return ladder


def newest_approved(actor: Actor) -> Ladder | None:
    """The version that the next one follows: in force now, or from a day to come."""
    return Ladder.objects.visible_to(actor).approved().newest_first().first()


def digest_of(ladder: Ladder) -> str:
    """What whoever approves has read: it differs as soon as a word of the draft does."""
    clauses = Clause.objects.filter(ladder=ladder).in_order()
    words = [list(row) for row in clauses.values_list("behaviour", "name", "means", "clause", *PARTS)]
    return seal({"ladder": canonical([ladder.policy, ladder.version, words])})


def digest_of_clause(clause: Clause | None) -> str:
    """What whoever changes a clause has before them; nothing where the draft says nothing."""
    return seal({"clause": canonical([getattr(clause, part) for part in ("name", "means", "clause", *PARTS)])}) if clause else ""


def sentences_about_staff(actor: Actor, words: Mapping[str, str]) -> dict[str, str]:
    """A sentence for each field that names a member of staff: the page is public, and people leave."""
    members = Membership.objects.visible_to(actor).values_list("display_name", "account__name").order_by("id")
    names = dict.fromkeys(name for both in members for name in both if " " in name)
    return {
        field: f"This names {found[0]}. Anybody can read the policy: write the post, such as “the head of year”."
        for field, text in words.items()
        if (found := [name for name in names if name.casefold() in " ".join(text.split()).casefold()])
    }
