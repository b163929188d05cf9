from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_until_a_new_reason")]

    operations = [
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                fields=["owner", "due_at"], name="duty_withdrawn", condition=models.Q(("withdrawn_at__isnull", False))
            ),
        ),
    ]
