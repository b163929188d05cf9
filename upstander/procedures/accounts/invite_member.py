"""Let a person in: an account, a role in one organisation, and a link with which to choose a password, once."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction

from upstander.kernel.actor import system
from upstander.records.access.asking import asking
from upstander.records.access.models import Account, Membership, Role
from upstander.records.audit import recording
from upstander.records.organisations.models import Organisation, OrganisationKind

ROLES = {
    OrganisationKind.SCHOOL: (Role.DSL, Role.DEPUTY_DSL, Role.HEAD, Role.PASTORAL, Role.GOVERNOR),
    OrganisationKind.FORCE: (Role.OFFICER, Role.SERGEANT),
}


class NotInvited(Exception):
    """The role does not belong to that kind of organisation, or the person works elsewhere."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """`token` opens the welcome page once, for as long as settings.PASSWORD_RESET_TIMEOUT says."""

    account: Account
    membership: Membership
    token: str


def invite_member(
    *, organisation: Organisation, email: str, name: str, role: str, at: datetime, forget_code: bool = False
) -> Invitation:
    """Invite somebody new, or give somebody whom we know a new link. Their role becomes the one named here.

    `forget_code` unlinks their authenticator app, for somebody who has lost it and their recovery codes.
    Raises: NotInvited.
    """
    if role not in ROLES[OrganisationKind(organisation.kind)]:
        raise NotInvited(f"expected a role of a {organisation.kind}: {', '.join(ROLES[OrganisationKind(organisation.kind)])}")
    with transaction.atomic():
        account = Account.objects.filter(email__iexact=email).first() or _account(email, name)
        if forget_code:
            Authenticator.objects.filter(user=account).delete()
        with asking(system(organisation.pk)):
            membership = _membership(organisation, account, name, role, at)
            recording.record(
                system(organisation.pk), "invited", "membership", membership.pk, at=at, role=role, forget_code=forget_code
            )
    return Invitation(account, membership, default_token_generator.make_token(account))


def _account(email: str, name: str) -> Account:
    account = Account(email=email.lower(), name=name)
    account.set_unusable_password()
    account.save()
    return account


def _membership(organisation: Organisation, account: Account, name: str, role: str, at: datetime) -> Membership:
    membership = Membership.objects.current().filter(organisation=organisation, account=account).first()
    if membership is not None and membership.role == role:
        return membership
    if membership is not None:
        membership.until = at
        membership.save(update_fields=["until"])
    return Membership.objects.create(organisation=organisation, account=account, role=role, display_name=name, since=at)
