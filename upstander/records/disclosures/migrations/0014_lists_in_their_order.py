from django.db import migrations

from upstander.records.walls import reporter_by_text


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0013_words_let_stand")]
    operations = [reporter_by_text("disclosures_message"), reporter_by_text("disclosures_complaint")]
