from django.db import migrations

from upstander.records.walls import reporter_by_text


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_told_the_school")]
    operations = [reporter_by_text("intake_report", "id")]
