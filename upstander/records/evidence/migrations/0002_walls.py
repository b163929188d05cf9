from django.db import migrations

from upstander.records.walls import REPORT, append_only, wall

MINE = f"report_id = {REPORT}"


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]
    operations = [
        wall("evidence_bundle", reporter=MINE, reporter_writes=True),
        wall("evidence_item", reporter=MINE, reporter_writes=True),
        wall("evidence_custody", reporter=MINE, reporter_writes=True),
        append_only("evidence_custody", but=["organisation_id"]),
    ]
