from django.db import migrations

from upstander.records.walls import REPORT, append_only, wall

# Composed letters may still change; one that is sent is frozen but for what its reader does with it.
FROZEN = """
CREATE FUNCTION disclosures_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.sent_at IS NULL THEN RETURN NEW; END IF;
    OLD.opened_at := coalesce(OLD.opened_at, NEW.opened_at);
    OLD.acknowledged_at := coalesce(OLD.acknowledged_at, NEW.acknowledged_at);
    OLD.withdrawn_at := coalesce(OLD.withdrawn_at, NEW.withdrawn_at);
    IF OLD IS DISTINCT FROM NEW THEN
        RAISE EXCEPTION 'a disclosure does not change after it is sent' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON disclosures_disclosure FOR EACH ROW EXECUTE FUNCTION disclosures_frozen();
CREATE FUNCTION disclosures_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.sent_at IS NULL THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'a disclosure is kept after it is sent' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER kept BEFORE DELETE ON disclosures_disclosure FOR EACH ROW EXECUTE FUNCTION disclosures_kept();
"""
UNDO = """
DROP TRIGGER kept ON disclosures_disclosure; DROP FUNCTION disclosures_kept();
DROP TRIGGER frozen ON disclosures_disclosure; DROP FUNCTION disclosures_frozen();
"""
SENT_TO_ME = f"report_id = {REPORT} AND sent_at IS NOT NULL AND withdrawn_at IS NULL"


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0001_initial")]
    operations = [
        wall("disclosures_disclosure", reporter=SENT_TO_ME),
        wall("disclosures_step"),
        wall("disclosures_message", reporter=f"report_id = {REPORT}"),
        append_only("disclosures_step"),
        append_only("disclosures_message", but=["read_at"]),
        migrations.RunSQL(FROZEN, UNDO),
    ]
