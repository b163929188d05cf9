from django.db import migrations

from upstander.records.walls import wall


class Migration(migrations.Migration):
    dependencies = [("investigations", "0005_a_plan_of_steps")]
    operations = [wall("investigations_plannedstep")]
