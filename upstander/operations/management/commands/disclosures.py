"""upstander disclosures verify"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from upstander.kernel.actor import system
from upstander.operations.verifying import Broken, report
from upstander.records.access.asking import asking
from upstander.records.disclosures.sealing import broken_seals
from upstander.records.organisations.models import Organisation


class Command(BaseCommand):
    help = "Check that each letter that was sent is still what was sent. Exits 1 and names the letters otherwise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        broken: list[Broken] = []
        for organisation in Organisation.objects.order_by("name", "id"):
            with asking(system(organisation.pk)):
                broken += [Broken(organisation.name, f"letter {key}") for key in broken_seals(organisation.pk)]
        report(self, broken, whole="Every letter is what was sent.", what="is not what was sent")
