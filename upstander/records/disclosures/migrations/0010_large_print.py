from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0009_complaint_walls")]
    operations = [
        migrations.AddField(
            model_name="disclosure",
            name="large_pdf",
            field=models.BinaryField(help_text="The same letter in large print.", null=True),
        ),
    ]
