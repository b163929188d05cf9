from django.db import migrations

from upstander.records.walls import reporter_by_text


class Migration(migrations.Migration):
    dependencies = [("investigations", "0013_incidents")]
    operations = [reporter_by_text("investigations_check")]
