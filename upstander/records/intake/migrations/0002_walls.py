from django.db import migrations

from upstander.records.walls import KEY, REPORT, append_only, wall

MINE = f"report_id = {REPORT}"


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]
    operations = [
        # A draft belongs to no organisation yet: whoever shows the token finds it, and then works on that one row.
        wall("intake_draft", staff="", reporter=f"id = {REPORT}", reporter_writes=True, presented=f"token_digest = {KEY}"),
        wall("intake_report", reporter=f"id = {REPORT}"),
        wall("intake_milestone", reporter=MINE),
        wall("intake_addition", reporter=MINE),
        append_only("intake_report", but=["code_kept_at", "read_at", "taken_at", "taken_by_id"]),
        append_only("intake_milestone"),
        append_only("intake_addition"),
    ]
