"""Who did, read, exported or was refused what: one chain of entries an organisation, which only grows."""

from django.db import models

from upstander.records.rows import OwnedRows, Row


class Entry(Row):
    """One line of the record. `number` and both digests are set by the database (migration 0002).

    No foreign keys: an entry outlives whatever it speaks of.
    """

    organisation_id = models.UUIDField()
    number = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    actor_role = models.CharField(max_length=40, blank=True)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    previous_digest = models.BinaryField(default=b"")
    digest = models.BinaryField(default=b"")

    objects = OwnedRows["Entry"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "number"], name="audit_entry_number")]
        indexes = [models.Index(fields=["organisation_id", "subject_id", "-number"], name="audit_entry_subject")]
