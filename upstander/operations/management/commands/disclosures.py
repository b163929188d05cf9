"""upstander disclosures verify"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from upstander.kernel.actor import system
from upstander.operations.verifying import Broken, report
from upstander.records.access.asking import asking
from upstander.records.disclosures.sealing import broken_packs, broken_seals
from upstander.records.organisations.models import Organisation


class Command(BaseCommand):
    help = "Check that each letter sent and each pack put together is still what it was. Exits 1 and names them otherwise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        broken: list[Broken] = []
        for organisation in Organisation.objects.order_by("name", "id"):
            with asking(system(organisation.pk)):
                broken += [Broken(organisation.name, f"letter {key}") for key in broken_seals(organisation.pk)]
                broken += [Broken(organisation.name, f"pack {key}") for key in broken_packs(organisation.pk)]
        report(self, broken, whole="Every letter is what was sent.", what="is not what was sent")
