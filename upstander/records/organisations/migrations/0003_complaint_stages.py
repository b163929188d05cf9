import django.db.models.deletion
from django.db import migrations, models

import upstander.kernel.references
from upstander.records.walls import wall


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_walls")]
    operations = [
        migrations.CreateModel(
            name="ComplaintStage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=upstander.kernel.references.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=120)),
                ("to_whom", models.CharField(help_text="As a family reads it.", max_length=200)),
                ("days", models.PositiveSmallIntegerField(help_text="School days until the family has an answer.")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="complaint_stages",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("organisation", "number"), name="one_complaint_stage_a_number")],
            },
        ),
        # Each school has to publish its procedure: anybody may read it, only the organisation writes it.
        wall("organisations_complaintstage", published="true"),
    ]
