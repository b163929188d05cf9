from django.db import migrations

from upstander.records.walls import append_only, wall


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]
    operations = [
        *(wall(f"assessments_{table}") for table in ("assessment", "fact", "verdict", "decision", "duty")),
        append_only("assessments_fact"),
        append_only("assessments_verdict", but=["superseded_at"]),
        append_only("assessments_decision"),
    ]
