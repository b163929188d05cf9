from django.db import migrations, models

STATES = [
    ("queued", "Queued"),
    ("claimed", "Claimed"),
    ("handed", "handed over"),
    ("sent", "Sent"),
    ("uncertain", "Uncertain"),
    ("failed", "Failed"),
    ("left", "left as it is"),
]


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_walls")]
    operations = [
        migrations.AddField(
            model_name="message",
            name="subject_id",
            field=models.UUIDField(null=True, help_text="The report whose reader it is for, so that walls hold here as well."),
        ),
        migrations.AlterField(
            model_name="message",
            name="state",
            field=models.CharField(choices=STATES, default="queued", max_length=10),
        ),
    ]
