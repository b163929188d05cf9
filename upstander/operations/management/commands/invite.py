"""upstander invite EMAIL --name … --organisation … --role …"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from upstander.kernel import clock
from upstander.procedures.accounts.invite_member import NotInvited, invite_member
from upstander.records.access.models import Role
from upstander.records.organisations.models import Organisation


class Command(BaseCommand):
    help = "Give a member of staff an account and a role, and print the link with which they choose their password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True, help="As families and colleagues read it: Ms Okafor")
        parser.add_argument("--organisation", required=True, help="The name of the school or force, or a school's URN")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--forget-code", action="store_true", help="Unlink an authenticator app that was lost")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = _organisation(options["organisation"])
        try:
            invitation = invite_member(
                organisation=organisation,
                email=options["email"],
                name=options["name"],
                role=options["role"],
                at=clock.now(),
                forget_code=options["forget_code"],
            )
        except NotInvited as refusal:
            raise CommandError(f"--role {options['role']}: {refusal}") from refusal
        page = reverse("welcome", args=[invitation.account.pk, invitation.token])
        days = settings.PASSWORD_RESET_TIMEOUT // 86400
        self.stdout.write(f"{settings.PUBLIC_URL}{page}")
        self.stderr.write(f"Give this link to {invitation.account.name} and nobody else. It works once, for {days} days.")


def _organisation(named: str) -> Organisation:
    found = Organisation.objects.filter(school_id=int(named)) if named.isdecimal() else Organisation.objects.filter(name=named)
    try:
        return found.get()
    except Organisation.DoesNotExist:
        names = ", ".join(Organisation.objects.order_by("name", "id").values_list("name", flat=True)[:20]) or "none yet"
        raise CommandError(f"--organisation {named}: expected one of: {names}") from None
