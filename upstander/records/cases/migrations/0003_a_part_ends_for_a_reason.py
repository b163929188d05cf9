from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_walls")]
    operations = [
        migrations.AddField(
            "involvement", "ended_because", models.CharField(blank=True, default="", max_length=300), preserve_default=False
        ),
    ]
