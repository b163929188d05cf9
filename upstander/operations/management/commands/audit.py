"""upstander audit verify"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from upstander.kernel.actor import system
from upstander.operations.verifying import Broken, report
from upstander.records.access.asking import asking
from upstander.records.audit.recording import broken_links
from upstander.records.organisations.models import Organisation


class Command(BaseCommand):
    help = (
        "Check that nobody rewrote, removed or slipped an entry into the audit record. Exits 1 and names the entries otherwise."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        broken: list[Broken] = []
        for organisation in Organisation.objects.order_by("name", "id"):
            with asking(system(organisation.pk)):
                broken += [Broken(organisation.name, f"entry {number}") for number in broken_links(organisation.pk)]
        report(self, broken, whole="The audit record is whole.", what="is not what it was when it was written")
