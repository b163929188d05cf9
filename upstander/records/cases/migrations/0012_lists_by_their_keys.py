from django.db import migrations

from upstander.records.walls import not_by_index


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_said_to_be_exact")]
    operations = [not_by_index("cases_case")]
