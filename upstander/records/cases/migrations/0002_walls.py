from django.db import migrations

from upstander.records.walls import append_only, wall

# A case cannot be closed while a family waits, whatever the code above the database does.
NOBODY_WAITS = """
CREATE FUNCTION cases_nobody_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'closed' AND EXISTS (
        SELECT 1 FROM cases_family WHERE case_id = NEW.id AND told_at IS NULL AND not_told_at IS NULL
    ) THEN
        RAISE EXCEPTION 'a family still waits to hear' USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_waits';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER nobody_waits BEFORE INSERT OR UPDATE OF state ON cases_case FOR EACH ROW EXECUTE FUNCTION cases_nobody_waits();

CREATE FUNCTION cases_no_family_after_closing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.told_at IS NULL AND NEW.not_told_at IS NULL AND EXISTS (
        SELECT 1 FROM cases_case WHERE id = NEW.case_id AND state = 'closed'
    ) THEN
        RAISE EXCEPTION 'the case is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_waits';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_family_after_closing BEFORE INSERT OR UPDATE ON cases_family
    FOR EACH ROW EXECUTE FUNCTION cases_no_family_after_closing();
"""
UNDO = """
DROP TRIGGER nobody_waits ON cases_case; DROP FUNCTION cases_nobody_waits();
DROP TRIGGER no_family_after_closing ON cases_family; DROP FUNCTION cases_no_family_after_closing();
"""

# `@@` may not run before a row-level security check, so under the policy a word index is not used. This function runs
# as the owner of the table, whom a policy of its own lets read, and keeps to the organisation that is asking.
SEARCH = """
CREATE INDEX cases_searchable_words ON cases_searchable USING gin (words);
CREATE INDEX cases_searchable_newest ON cases_searchable (organisation_id, at DESC);
CREATE FUNCTION cases_search(sought text, most integer) RETURNS TABLE (searchable_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT id FROM public.cases_searchable
    WHERE organisation_id = nullif(current_setting('upstander.organisation', true), '')::uuid
        AND words @@ websearch_to_tsquery('simple', sought)
    ORDER BY at DESC, id DESC LIMIT most
$$;
DO $$ BEGIN
    EXECUTE format('CREATE POLICY owner_searches ON cases_searchable FOR SELECT TO %I USING (true)', current_user);
END $$;
"""
UNDO_SEARCH = """
DROP POLICY owner_searches ON cases_searchable; DROP FUNCTION cases_search(text, integer);
DROP INDEX cases_searchable_newest; DROP INDEX cases_searchable_words;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [
        *(wall(f"cases_{table}") for table in ("case", "casereport", "involvement", "family", "note", "searchable")),
        append_only("cases_note"),
        migrations.RunSQL(NOBODY_WAITS, UNDO),
        migrations.RunSQL(SEARCH, UNDO_SEARCH),
    ]
