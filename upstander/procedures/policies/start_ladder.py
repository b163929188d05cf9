"""Start a draft of the next version of the ladder, from the words of the newest one."""

from datetime import datetime

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import require
from upstander.records.audit import recording
from upstander.records.organisations.models import Organisation
from upstander.records.policies.drafting import draft_for, newest_approved
from upstander.records.policies.ladder import Clause, Ladder

LONGEST_POLICY, LONGEST_VERSION = 120, 40


class NotNamed(Problem):
    """The policy or the version has no name, or another version has it."""


class DraftIsThere(Problem):
    """One draft at a time: two would have to be made one before governors could approve either."""


def start_ladder(*, actor: Actor, policy: str, version: str, at: datetime) -> Ladder:
    """Raises: NotPermitted; DraftIsThere; NotNamed."""
    require(actor, May.WRITE_POLICY)
    school = Organisation.objects.select_for_update(no_key=True).get(memberships=actor.member)
    if Ladder.objects.visible_to(actor).draft().exists():
        raise DraftIsThere("There is a draft already. Go on with that one.")
    names, before = _checked(actor, policy, version), newest_approved(actor)
    ladder = Ladder.objects.create(organisation=school, **names, started_from=before, started_by_id=actor.member, started_at=at)
    Clause.objects.bulk_create(_copied(clause, ladder) for clause in (before.clauses.order_by("id") if before else ()))
    recording.record(actor, "ladder_started", "ladder", ladder.pk, at=at, started_from=str(before.pk) if before else "")
    return ladder


def name_ladder(*, actor: Actor, policy: str, version: str, at: datetime) -> Ladder:
    """Call the draft otherwise.

    Raises: NotPermitted; NoDraft; NotNamed.
    """
    require(actor, May.WRITE_POLICY)
    ladder, names = draft_for(actor), _checked(actor, policy, version)
    ladder.policy, ladder.version = names["policy"], names["version"]
    ladder.save(update_fields=["policy", "version"])
    recording.record(actor, "ladder_named", "ladder", ladder.pk, at=at)
    return ladder


def _copied(clause: Clause, ladder: Ladder) -> Clause:
    return Clause(
        organisation_id=ladder.organisation_id,
        ladder=ladder,
        behaviour=clause.behaviour,
        name=clause.name,
        means=clause.means,
        place=clause.place,
        clause=clause.clause,
        in_school=clause.in_school,
        outside_school=clause.outside_school,
        restorative=clause.restorative,
    )


def _checked(actor: Actor, policy: str, version: str) -> dict[str, str]:
    names, problems = {"policy": typed_line(policy), "version": typed_line(version)}, {}
    if not names["policy"] or len(names["policy"]) > LONGEST_POLICY:
        problems["policy"] = f"Write what the policy is called, in at most {LONGEST_POLICY} characters."
    if not names["version"] or len(names["version"]) > LONGEST_VERSION:
        problems["version"] = f"Write what this version is called, in at most {LONGEST_VERSION} characters: September 2026."
    elif Ladder.objects.visible_to(actor).approved().filter(version__iexact=names["version"], policy__iexact=names["policy"]):
        problems["version"] = "An earlier version is called so already. Letters cite it by that name."
    if problems:
        raise NotNamed(problems)
    return names
