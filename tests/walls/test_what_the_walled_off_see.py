"""Change anything in a case that a member of staff must not see: every list, search and count of theirs stays the same."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings

from tests.cast import Cast, signed_in
from tests.makers import make_case, make_conflict, make_report, on_behalf_of
from tests.walls.worlds import EVERY_TIME, SECRETS, Secrets, World, change_the_other, differing, make_world, tell
from upstander.records.access.models import Conflict
from upstander.records.cases.models import CaseReport

EXAMPLES = settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.reuse, Phase.generate],  # each try is a whole case: making the example smaller takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
LISTS = (
    "", "reports", "cases", "duties", "came-in", "steps", "waiting", "checks", "again", "devices", "duplicates", "schools",
    "complaints",
    "emails", "staff", "days", "policy", "policy/reading", "prevention",
)  # fmt: skip


@EXAMPLES
@given(secrets=SECRETS)
def test_nothing_of_a_case_reaches_those_who_must_not_see_it(cast: Cast, secrets: Secrets) -> None:
    """Dr Reyes has a conflict, Mrs Adeyemi was not given it, Mr Vance leads at another school."""
    with transaction.atomic():
        world = make_world(cast, own_part="targeted", outcome="bullying")
        make_case(lead=cast.lund, reports=[make_report(organisation=cast.thornbury, child_name="Juno Wetherlam")])
        wall_off(world, cast)
        before = {who: seen_by(signed_in(getattr(cast, who)), world, secrets) for who in ("reyes", "adeyemi", "vance")}
        change_the_other(world, cast, secrets)
        tell(world.own, cast)
        wall_off(world, cast)
        for who, pages in before.items():
            assert differing(pages, seen_by(signed_in(getattr(cast, who)), world, secrets)) == [], who
        transaction.set_rollback(True)


def test_the_test_itself_sees_it_for_whoever_may_see_it(cast: Cast) -> None:
    """Without the wall the same changes are on nearly every page."""
    world = make_world(cast, own_part="targeted", outcome="bullying")
    secrets = plain_secrets()
    client = signed_in(cast.lund)
    before = seen_by(client, world, secrets)
    change_the_other(world, cast, secrets)
    seen = set(differing(before, seen_by(client, world, secrets)))
    assert {"", "reports", "came-in", "steps", "again", "duplicates", "schools", "search"} <= seen


def plain_secrets() -> Secrets:
    return Secrets(
        name="Xander Quill",
        other_names=["Zo"],
        accounts=["zo_x (Snapchat)"],
        address="",
        school_name="",
        year_group="7C",
        born_on=None,
        measures=[],
        statement="It was on the bus.",
        notes=[],
        messages=["He said no."],
        language="pl",
        reasons="So.",
        more_children=[],
        told=False,
    )


def wall_off(world: World, cast: Cast) -> None:
    """From the case and each report that is in it by now, as joining does."""
    with on_behalf_of(cast.thornbury.pk):
        reports = CaseReport.objects.filter(case=world.case).values_list("report_id", flat=True)
        known = set(Conflict.objects.filter(membership=cast.reyes).values_list("subject_id", flat=True))
        new = {world.case.pk, *reports} - known
    for subject in new:
        make_conflict(member=cast.reyes, subject_id=subject)


def seen_by(client: Client, world: World, secrets: Secrets) -> Mapping[str, bytes]:
    pages = {name: client.get(f"/school/{name}/" if name else "/school/") for name in LISTS}
    pages["prevention measure"] = client.get(f"/school/prevention/{world.prevention.pk}/")
    pages["search"] = client.get("/school/search/", {"q": secrets.name})
    pages["search for an account"] = client.get("/school/search/", {"q": secrets.accounts[0] if secrets.accounts else "Quill"})
    pages["person"] = client.get(f"/school/people/{world.other.child_id}/")
    pages["case"] = client.get(f"/school/cases/{world.case.pk}/")
    return {name: b"%d " % page.status_code + EVERY_TIME.sub(rb"\1\2", page.content) for name, page in pages.items()}
