import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

# What was dropped is kept as it was, like what was approved.
KEPT = """
CREATE OR REPLACE FUNCTION policies_ladder_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.approved_on IS NULL AND OLD.dropped_at IS NULL OR OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'a version of the ladder is kept as it was approved or dropped' USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE FUNCTION policies_is_draft(ladder uuid, organisation uuid) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM policies_ladder
    WHERE id = ladder AND organisation_id = organisation AND approved_on IS NULL AND dropped_at IS NULL FOR SHARE;
    RETURN FOUND;
END $$;
"""


class Migration(migrations.Migration):
    """A draft of the ladder can be dropped, and its words stay on record. What prompted a measure of prevention is an incident;
    which one it was is not known of what was linked before, so those stay with the case as a whole.
    """

    dependencies = [("access", "0003_absences"), ("policies", "0005_kinds_of_a_school_s_own")]
    operations = [
        migrations.AddField("ladder", "dropped_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "ladder",
            "dropped_by",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.membership"),
        ),
        migrations.AddField("ladder", "dropped_because", models.CharField(blank=True, default="", max_length=300)),
        migrations.AlterField("ladder", "dropped_because", models.CharField(blank=True, max_length=300)),
        migrations.RemoveConstraint("ladder", "one_draft_of_the_ladder"),
        migrations.AddConstraint(
            "ladder",
            models.UniqueConstraint(
                condition=Q(approved_on=None, dropped_at=None), fields=("organisation",), name="one_draft_of_the_ladder"
            ),
        ),
        migrations.AddConstraint(
            "ladder",
            models.CheckConstraint(
                condition=Q(dropped_at=None, dropped_by=None, dropped_because="")
                | Q(dropped_at__isnull=False, dropped_by__isnull=False, approved_on=None) & ~Q(dropped_because=""),
                name="dropped_by_whom_when_and_why",
            ),
        ),
        migrations.RunSQL(KEPT),
        migrations.AddField(
            "preventionprompt",
            "incident_id",
            models.UUIDField(help_text="An incident of that case; nothing where it was the case as a whole.", null=True),
        ),
        migrations.RemoveConstraint("preventionprompt", "one_prompt_a_case"),
        migrations.AddConstraint(
            "preventionprompt",
            models.UniqueConstraint(
                fields=("prevention", "case", "incident_id"), name="one_prompt_an_incident", nulls_distinct=False
            ),
        ),
    ]
