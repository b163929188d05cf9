from django.db import migrations

from upstander.records.walls import REPORT, STAFF_RULE, append_only, wall

# A closed case is opened again on record or not at all, whatever the code above the database does.
ON_RECORD = """
CREATE FUNCTION investigations_reopened_on_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM investigations_reopening WHERE case_id = NEW.id AND closed_at = OLD.closed_at) THEN
        RAISE EXCEPTION 'no reason for opening this case again is on record'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reopened_on_record';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reopened_on_record BEFORE UPDATE OF state ON cases_case FOR EACH ROW
    WHEN (OLD.state = 'closed' AND NEW.state <> 'closed') EXECUTE FUNCTION investigations_reopened_on_record();
"""
UNDO = "DROP TRIGGER reopened_on_record ON cases_case; DROP FUNCTION investigations_reopened_on_record();"


class Migration(migrations.Migration):
    dependencies = [("investigations", "0003_did_it_work"), ("cases", "0002_walls")]
    operations = [
        wall("investigations_check", staff=STAFF_RULE, reporter=f"report_id = {REPORT}"),
        wall("investigations_checkanswer"),
        wall("investigations_recurrence"),
        wall("investigations_reopening"),
        append_only("investigations_checkanswer"),
        append_only("investigations_reopening"),
        migrations.RunSQL(ON_RECORD, UNDO),
    ]
