from django.db import migrations, models
from django.db.models import Q

# As in 0002, but a letter that is taken back says why.
FROZEN = """
CREATE OR REPLACE FUNCTION disclosures_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.sent_at IS NULL THEN RETURN NEW; END IF;
    OLD.opened_at := coalesce(OLD.opened_at, NEW.opened_at);
    OLD.acknowledged_at := coalesce(OLD.acknowledged_at, NEW.acknowledged_at);
    IF OLD.withdrawn_at IS NULL THEN
        OLD.withdrawn_at := NEW.withdrawn_at; OLD.withdrawn_because := NEW.withdrawn_because;
    END IF;
    IF OLD IS DISTINCT FROM NEW THEN
        RAISE EXCEPTION 'a disclosure does not change after it is sent' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
AS_BEFORE = """
CREATE OR REPLACE FUNCTION disclosures_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.sent_at IS NULL THEN RETURN NEW; END IF;
    OLD.opened_at := coalesce(OLD.opened_at, NEW.opened_at);
    OLD.acknowledged_at := coalesce(OLD.acknowledged_at, NEW.acknowledged_at);
    OLD.withdrawn_at := coalesce(OLD.withdrawn_at, NEW.withdrawn_at);
    IF OLD IS DISTINCT FROM NEW THEN
        RAISE EXCEPTION 'a disclosure does not change after it is sent' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
STEPS = ("composed", "checked", "sent", "posted", "handed over", "opened", "acknowledged", "withdrawn", "printed")


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0002_walls")]
    operations = [
        migrations.AddField(
            model_name="disclosure",
            name="withdrawn_because",
            field=models.CharField(blank=True, default="", help_text="For the school's record; never sent.", max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="disclosure",
            name="pdf_trouble",
            field=models.CharField(blank=True, default="", help_text="Why the PDF cannot be made, for staff.", max_length=300),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="") | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
                name="withdrawn_disclosure_has_a_reason",
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="verb",
            field=models.CharField(choices=[(verb, verb) for verb in STEPS], max_length=20),
        ),
        migrations.RunSQL(FROZEN, AS_BEFORE),
    ]
