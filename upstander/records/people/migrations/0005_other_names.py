from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_same_as")]
    operations = [
        migrations.AddField(
            model_name="person",
            name="other_names",
            field=ArrayField(
                base_field=models.CharField(max_length=200),
                blank=True,
                default=list,
                help_text="Nicknames, and names they had before.",
                size=None,
            ),
        ),
    ]
