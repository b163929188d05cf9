from django.db import migrations, models

KINDS = [
    ("outcome_letter", "Letter about the outcome"),
    ("received", "We have what you told us"),
    ("still_looking", "Still looking into it"),
    ("other_school", "Another school has a part in it"),
    ("police", "The police have a part in it"),
    ("nothing_heard", "Nothing heard from you"),
    ("complaint_stage", "Answer to a complaint"),
]


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0006_a_held_letter_is_not_sent")]
    operations = [
        migrations.AlterField(model_name="disclosure", name="kind", field=models.CharField(choices=KINDS, max_length=30)),
    ]
