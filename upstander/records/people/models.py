"""Children and adults, as one organisation knows them. Two organisations that know the same child hold two rows."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from upstander.kernel.finding import Findable
from upstander.kernel.typed import typed_line
from upstander.records.people.finding import findable_vector
from upstander.records.rows import OwnedRows, Row


def parted(names: str) -> list[str]:
    """Names that were typed with commas between them, each once."""
    return list(dict.fromkeys(name[:200] for name in (typed_line(part) for part in names.split(",")) if name))


class Person(Row):
    organisation_id = models.UUIDField()
    name = models.CharField(max_length=200)
    is_child = models.BooleanField(default=True)
    year_group = models.CharField(max_length=20, blank=True)
    born_on = models.DateField(null=True, blank=True)
    school_name = models.CharField(max_length=200, blank=True, help_text="Where it is another school than the organisation.")
    address = models.TextField(blank=True)
    accounts = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, help_text="Account names, each with its app."
    )
    other_names = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, help_text="Nicknames, and names they had before."
    )
    same_as = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="also",
        help_text="The row under which this person goes on, where a person decided that two rows are the same one.",
    )
    created_at = models.DateTimeField()
    compared_at = models.DateTimeField(
        null=True, editable=False, help_text="When others who may be this person were last looked for."
    )
    found_by = SearchVectorField(editable=False, help_text="Made from names and accounts whenever the row is saved.")

    objects = OwnedRows["Person"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "name"], name="people_by_name"),
            models.Index(
                fields=["organisation_id", "created_at", "id"], name="people_to_compare", condition=models.Q(compared_at=None)
            ),
        ]

    def save(self, **how: Any) -> None:
        """Only by keyword, as Django itself will have it."""
        names = (self.name, *self.other_names)
        self.found_by = findable_vector(" ".join(names), Findable(names, tuple(self.accounts)))
        super().save(**how)

    def __str__(self) -> str:
        return self.name
