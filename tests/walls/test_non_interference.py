"""Change anything protected about the other child, and every byte that this family can receive stays the same."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.makers import make_finding, make_measure, on_behalf_of
from tests.walls.worlds import (
    NAMES,
    OUTCOMES,
    SECRETS,
    WORDS,
    Secrets,
    World,
    change_the_other,
    differing,
    make_world,
    receivable,
)
from tests.walls.written_to import TEXTS
from upstander.records.cases.models import Part
from upstander.records.disclosures.models import Disclosure, DisclosureKind
from upstander.records.disclosures.news import KINDS
from upstander.records.investigations.models import Finding
from upstander.records.people.models import Person

EXAMPLES = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

LANGUAGE = st.sampled_from(["en", "cy", "pl"])
FEWER = settings(EXAMPLES, max_examples=2)


@pytest.mark.parametrize("own_part", [Part.TARGETED, Part.DISPLAYING])
@EXAMPLES
@given(secrets=SECRETS, outcome=st.sampled_from(OUTCOMES), words=st.builds("{} {}".format, NAMES, WORDS), texts=st.booleans())
def test_nothing_about_the_other_child_reaches_this_family(
    cast: Cast, own_part: str, secrets: Secrets, outcome: str, words: str, texts: bool
) -> None:
    """Whatever the school wrote to either family, held or not, and whichever way it calls them."""
    with override_settings(**(TEXTS if texts else {})):
        before, after = _both(cast, secrets, own_part=own_part, outcome=outcome, with_code=True, words=words)
    assert differing(before, after) == []
    assert (b"+447700900123" in before["message"]) is texts
    assert {"letter pdf", "message", "back as served", "letter as served", "table disclosures_disclosure"} <= before.keys()


@EXAMPLES
@given(secrets=SECRETS, language=LANGUAGE)
def test_nothing_about_the_other_child_is_on_the_paper_that_is_posted(cast: Cast, secrets: Secrets, language: str) -> None:
    before, after = _both(cast, secrets, own_part=Part.DISPLAYING, outcome="bullying", with_code=False, language=language)
    assert differing(before, after) == []


@pytest.mark.parametrize("kind", [*KINDS, DisclosureKind.COMPLAINT_STAGE])
@FEWER
@given(secrets=SECRETS, own_part=st.sampled_from([Part.TARGETED, Part.DISPLAYING]), language=LANGUAGE)
def test_nothing_about_the_other_child_is_in_any_kind_of_news(
    cast: Cast, kind: str, secrets: Secrets, own_part: str, language: str
) -> None:
    before, after = _both(cast, secrets, own_part=own_part, outcome="bullying", with_code=True, kind=kind, language=language)
    assert differing(before, after) == []


class TestTheTestItself:
    """It must see a difference where there is one."""

    @pytest.fixture
    def world(self, cast: Cast) -> World:
        return make_world(cast, own_part=Part.TARGETED, outcome="bullying")

    def test_it_sees_what_is_done_for_the_own_child(self, cast: Cast, world: World) -> None:
        before = receivable(world, cast)
        make_measure(case=world.case, child=world.own.child, by=cast.okafor, words="Another thing.")
        seen = differing(before, receivable(world, cast))
        assert {"letter page", "letter text", "letter pdf", "letter payload", "letter as served", "pdf as served"} <= set(seen)

    def test_it_sees_another_finding(self, cast: Cast, world: World) -> None:
        before = receivable(world, cast)
        with on_behalf_of(cast.thornbury.pk):
            Finding.objects.update(superseded_at="2026-11-03T12:00Z")
        make_finding(case=world.case, by=cast.okafor, outcome="not_established")
        assert "letter pdf" in differing(before, receivable(world, cast))

    def test_it_sees_a_letter_that_belongs_to_another_code(self, cast: Cast, world: World) -> None:
        """As if a filter and a policy had both been forgotten."""
        before = receivable(world, cast)
        with on_behalf_of(cast.thornbury.pk):
            Disclosure.objects.create(
                organisation=cast.thornbury,
                case=world.case,
                family=world.other,
                report=world.own_report,
                kind="outcome_letter",
                payload={},
                html=world.other.child.name,
                text="",
                pdf=b"%PDF-",
                composed_at=world.case.opened_at,
                composed_by=cast.okafor,
                checked_at=world.case.opened_at,
                checked_by=cast.lund,
                sent_at=world.case.opened_at,
                seal="0" * 64,
            )
        seen = differing(before, receivable(world, cast))
        assert {"back as served", "table disclosures_disclosure"} <= set(seen)

    def test_it_sees_what_the_own_family_is_written(self, cast: Cast, world: World) -> None:
        before, after = (receivable(world, cast, words=words) for words in ("Could we talk?", "Shall we talk?"))
        assert differing(before, after) == ["back as served", "back again as served", "table disclosures_message"]

    def test_it_sees_the_own_child_s_name(self, cast: Cast, world: World) -> None:
        before = receivable(world, cast)
        with on_behalf_of(cast.thornbury.pk):
            Person.objects.filter(pk=world.own.child_id).update(name="Robyn Ashdown")
            world.own.child.refresh_from_db()
        assert "letter pdf" in differing(before, receivable(world, cast))


def _both(
    cast: Cast,
    secrets: Secrets,
    *,
    own_part: str,
    outcome: str,
    with_code: bool,
    kind: str = "",
    language: str = "en",
    words: str = "Could we talk about the QUILL room?",
) -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
    """What the family can receive before and after everything about the other child has changed."""
    with transaction.atomic():
        world = make_world(cast, own_part=own_part, outcome=outcome, with_code=with_code, language=language)
        before = receivable(world, cast, kind, words)
        change_the_other(world, cast, secrets)
        after = receivable(
            world, cast, kind, words
        )  # where its words happen to hold a word of the other's, it is held and let stand
        transaction.set_rollback(True)
    return before, after
