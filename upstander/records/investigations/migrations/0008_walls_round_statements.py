from django.db import migrations

from upstander.records.walls import KEY, append_only, wall


class Migration(migrations.Migration):
    dependencies = [("investigations", "0007_statements")]
    operations = [
        wall("investigations_statementlink", presented=f"token_digest = {KEY}"),
        wall("investigations_statement"),
        append_only("investigations_statement"),
    ]
