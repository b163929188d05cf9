from django.db import migrations

from upstander.records.walls import REPORT, wall

# What a family said stays as they said it. Whether it is answered may change back: the answer can be taken back.
KEPT = """
CREATE FUNCTION disclosures_complaint_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        OLD.answered_at := NEW.answered_at; OLD.answer_id := NEW.answer_id;
        IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'a complaint is kept as it was made' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON disclosures_complaint FOR EACH ROW EXECUTE FUNCTION disclosures_complaint_kept();
"""
UNDO = "DROP TRIGGER kept ON disclosures_complaint; DROP FUNCTION disclosures_complaint_kept();"


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0008_complaints")]
    operations = [wall("disclosures_complaint", reporter=f"report_id = {REPORT}"), migrations.RunSQL(KEPT, UNDO)]
