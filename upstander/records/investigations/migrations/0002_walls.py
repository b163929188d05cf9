from django.db import migrations

from upstander.records.walls import append_only, wall


class Migration(migrations.Migration):
    dependencies = [("investigations", "0001_initial")]
    operations = [
        wall("investigations_finding"),
        wall("investigations_measure"),
        append_only("investigations_finding", but=["superseded_at"]),
        append_only("investigations_measure"),
    ]
