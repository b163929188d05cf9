from django.db import migrations

from upstander.records.walls import wall


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [wall("people_person")]
