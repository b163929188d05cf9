from django.db import migrations

from upstander.records.walls import wall

# A hold is decided once and never rewritten; a letter that is held, or was sent back, is not sent.
HELD = """
CREATE FUNCTION disclosures_hold_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.decided_at IS NULL THEN
            OLD.let_stand := NEW.let_stand; OLD.because := NEW.because;
            OLD.decided_by_id := NEW.decided_by_id; OLD.decided_at := NEW.decided_at;
        END IF;
        OLD.superseded_at := coalesce(OLD.superseded_at, NEW.superseded_at);
        IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'a hold is decided once and kept' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON disclosures_hold FOR EACH ROW EXECUTE FUNCTION disclosures_hold_kept();
CREATE FUNCTION disclosures_not_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM disclosures_hold WHERE disclosure_id = NEW.id AND superseded_at IS NULL AND let_stand IS NOT TRUE) THEN
        RAISE EXCEPTION 'a held letter is not sent' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER not_held BEFORE UPDATE ON disclosures_disclosure FOR EACH ROW
    WHEN (OLD.sent_at IS NULL AND NEW.sent_at IS NOT NULL) EXECUTE FUNCTION disclosures_not_held();
"""
UNDO = """
DROP TRIGGER not_held ON disclosures_disclosure; DROP FUNCTION disclosures_not_held();
DROP TRIGGER kept ON disclosures_hold; DROP FUNCTION disclosures_hold_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0005_held_letters")]
    operations = [wall("disclosures_hold"), migrations.RunSQL(HELD, UNDO)]
