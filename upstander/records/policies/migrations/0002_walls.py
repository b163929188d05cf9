from django.db import migrations

from upstander.records.walls import append_only, wall


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]
    operations = [wall("policies_clause"), append_only("policies_clause")]
