from django.db import migrations

from upstander.records.walls import wall


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]
    # Terms and holidays are published: anybody may read them, only the organisation writes them.
    operations = [wall("organisations_closure", published="true")]
