"""What is known of every report and case that is stored: for looking at a rulebook, not for deciding anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from upstander.kernel.actor import system
from upstander.records.access.asking import asking
from upstander.records.assessments.models import Verdict
from upstander.records.cases.models import Case
from upstander.records.organisations.models import Organisation

AT_ONCE = 2_000


def stored_facts() -> Iterator[tuple[str, Mapping[str, str]]]:
    """The reference and the known facts of each verdict that stands; one school after the other, as each may see its own."""
    case = Case.objects.filter(assessment=OuterRef("assessment")).values("reference")[:1]
    for organisation in Organisation.objects.order_by("name", "pk"):
        with asking(system(organisation.pk)):
            standing = Verdict.objects.filter(organisation=organisation, superseded_at=None, assessment__merged_into=None)
            named = standing.annotate(reference=Coalesce(Subquery(case), "assessment__report__reference")).order_by("pk")
            yield from named.values_list("reference", "facts").iterator(chunk_size=AT_ONCE)
