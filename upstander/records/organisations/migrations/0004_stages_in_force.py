from datetime import UTC, datetime

from django.db import migrations, models

from upstander.records.walls import append_only


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_complaint_stages")]
    operations = [
        migrations.RemoveConstraint(model_name="complaintstage", name="one_complaint_stage_a_number"),
        migrations.AddField(
            model_name="complaintstage",
            name="reach",
            field=models.CharField(blank=True, default="", help_text="How a family reaches whoever looks at it.", max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="complaintstage",
            name="sees_to",
            field=models.CharField(
                choices=[
                    ("lead", "Whoever leads the case"),
                    ("dsl", "The safeguarding lead, or whoever stands in"),
                    ("head", "The headteacher"),
                ],
                default="lead",
                max_length=4,
            ),
        ),
        migrations.AddField(
            model_name="complaintstage",
            name="since",
            field=models.DateTimeField(default=datetime(2000, 1, 1, tzinfo=UTC)),
            preserve_default=False,
        ),
        migrations.AddField(model_name="complaintstage", name="until", field=models.DateTimeField(null=True)),
        migrations.AddConstraint(
            model_name="complaintstage",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("organisation", "number"), name="one_complaint_stage_a_number"
            ),
        ),
        append_only("organisations_complaintstage", but=["until"]),
    ]
