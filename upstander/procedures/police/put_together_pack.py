"""Put together the details of a case for the police: frozen at once, and made into files by the worker."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.digests import of_json
from upstander.records.access.matrix import May
from upstander.records.access.models import Role
from upstander.records.access.requiring import permitted
from upstander.records.assessments.assessing import fulfil
from upstander.records.audit import recording
from upstander.records.cases.models import Case, Involvement
from upstander.records.disclosures.allowing import reader
from upstander.records.disclosures.pack.asking import read_asked
from upstander.records.disclosures.pack.building import build
from upstander.records.disclosures.packs import READER, PackStep, PolicePack
from upstander.records.evidence import vault
from upstander.records.outbox.queue import enqueue

DUTY = "prepare_police_pack"


def put_together_pack(
    *,
    actor: Actor,
    case_id: UUID,
    given: Mapping[str, str],
    withheld: Iterable[str] = (),
    exhibits: Collection[UUID] = (),
    at: datetime,
) -> PolicePack:
    """Nothing that is missing stops it, and nobody has to look at it first. A later one stands beside the earlier ones.

    `exhibits` are chosen one by one; those that may show an intimate image, or are not of this case, are left out.
    Raises: NotPermitted; asking.TooLong.
    """
    rows = Case.objects.select_for_update(of=("self",)).select_related("assessment")
    case = permitted(actor, May.TELL_POLICE, rows, case_id)
    people = Involvement.objects.visible_to(actor).filter(case=case).current().values_list("person_id", flat=True)
    asked = read_asked(given, withheld, people)
    told = reader(READER)
    role = Role(actor.role).label
    payload, attached = build(actor, case, reader_id=READER, asked=asked, wanted=exhibits, role=role, at=at)
    pack = PolicePack.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        purpose=told.purpose,
        lawful_basis=told.basis,
        asked=asked,
        payload=payload,
        digest=of_json(payload),
        exhibits=[item.pk for item in attached],
        wrapped_key=vault.new_key(case.organisation_id),
        put_together_at=at,
        put_together_by_id=actor.member,
    )
    PackStep.objects.create(organisation_id=case.organisation_id, case=case, pack=pack, verb="put together", at=at, by=actor.name)
    fulfil(case.assessment, {DUTY}, by=actor, at=at, note="A pack for the police was put together.")
    enqueue("make_pack", organisation_id=str(case.organisation_id), pack_id=str(pack.pk))
    recording.record(
        actor, "pack_put_together", "case", case.pk, at=at, pack=str(pack.pk), exhibits=len(attached), digest=pack.digest
    )
    return pack
