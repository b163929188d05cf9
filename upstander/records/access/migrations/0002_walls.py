from django.db import migrations

from upstander.records.walls import ACCOUNT, KEY, wall


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]
    operations = [
        wall("access_membership", own=f"account_id = {ACCOUNT}"),
        wall("access_conflict"),
        wall("access_grant"),
        wall("access_receiptkey", presented=f"digest = {KEY}"),
    ]
