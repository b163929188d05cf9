from django.db import migrations, models

from upstander.records.walls import append_only


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_walls")]
    operations = [
        migrations.AddField(
            "decision",
            "ended_at",
            models.DateTimeField(null=True, help_text="When a new reason made what was set aside stand again."),
        ),
        migrations.RunSQL(
            "DROP TRIGGER no_truncate ON assessments_decision; DROP TRIGGER append_only ON assessments_decision;"
            "DROP FUNCTION assessments_decision_append_only()",
            migrations.RunSQL.noop,
        ),
        append_only("assessments_decision", but=["ended_at"]),
    ]
