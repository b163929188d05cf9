"""Packs for the police: what is known of a case, frozen, with files that the worker makes of it."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from upstander.kernel.digests import canonical, of_json, seal
from upstander.records.access.models import Membership
from upstander.records.cases.models import Case, OfCase
from upstander.records.organisations.models import Organisation
from upstander.records.rows import Row

READER = "police_pack"
FILES = ("pdf", "sheet", "zip")  # that lie in the vault; the JSON is made of the payload whenever it is asked for


class PolicePacks(OfCase["PolicePack"]):
    def newest_first(self) -> Self:
        return self.order_by("-put_together_at", "-id")

    def unfinished(self) -> Self:
        return self.filter(finished_at=None)


class PolicePack(Row):
    """The details of one case for the police, as they were known at one moment. A person submits it or reads it out.

    Shapes: `asked` maps the questions of the desk (pack/asking.py) to what was typed; `payload` holds the fields of the
    reader's allow-list and nothing else (rulebooks/fields.yaml); `exhibits` are the ids of the files chosen, in their order.
    Units: digests are SHA-256 in hexadecimal; `zip_size` is in bytes.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="police_packs")
    purpose = models.CharField(max_length=300)
    lawful_basis = models.CharField(max_length=500)
    asked = models.JSONField()
    payload = models.JSONField()
    digest = models.CharField(max_length=64, help_text="Of the payload's canonical JSON.")
    exhibits = ArrayField(models.UUIDField(), default=list)
    wrapped_key = models.BinaryField(help_text="Of the files made of it, under the organisation's key.")
    put_together_at = models.DateTimeField()
    put_together_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, null=True)  # noqa: DJ001  (an append-only table fills only what is null)
    pdf_sha256 = models.CharField(max_length=64, null=True)  # noqa: DJ001
    sheet_sha256 = models.CharField(max_length=64, null=True)  # noqa: DJ001
    zip_sha256 = models.CharField(max_length=64, null=True)  # noqa: DJ001
    zip_size = models.PositiveBigIntegerField(null=True)
    seal = models.CharField(max_length=64, null=True)  # noqa: DJ001

    objects = PolicePacks.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-put_together_at", "-id"], name="police_pack_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None, trouble=None, seal=None)
                | Q(finished_at__isnull=False, trouble="", seal__isnull=False, pdf_sha256__isnull=False)
                & Q(sheet_sha256__isnull=False, zip_sha256__isnull=False, zip_size__isnull=False)
                | Q(finished_at__isnull=False, trouble__gt="", seal=None),
                name="pack_whole_or_trouble",
            ),
        ]

    @property
    def is_made(self) -> bool:
        return self.finished_at is not None and self.trouble == ""

    def sealed(self, digests: dict[str, str]) -> str:
        """The seal over what is frozen and the files made of it. Shapes: `digests` has one for each of FILES."""
        files = {name: digests[name].encode() for name in FILES}
        return seal({"payload": canonical(self.payload), "asked": canonical(self.asked), **files})

    def is_whole(self) -> bool:
        """Whether what is kept is what was frozen."""
        digests = {"pdf": self.pdf_sha256 or "", "sheet": self.sheet_sha256 or "", "zip": self.zip_sha256 or ""}
        return of_json(self.payload) == self.digest and (not self.is_made or self.sealed(digests) == self.seal)


VERBS = ("put together", "telephone sheet", "pictures", "document", "files", "made", "trouble", "downloaded")


class PackSteps(OfCase["PackStep"]):
    def of_the_making(self) -> Self:
        return self.exclude(verb="downloaded")


class PackStep(Row):
    """How far the making of a pack is, and who took which of its files. `done` of `of`, where it is many."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    pack = models.ForeignKey(PolicePack, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20, choices=[(verb, verb) for verb in VERBS])
    file = models.CharField(max_length=10, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    of = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    objects = PackSteps.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["pack", "at", "id"], name="step_of_pack")]
