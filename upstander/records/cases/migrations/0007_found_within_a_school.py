from django.db import migrations

# As people's 0006. What is only near is looked for where too little is found as it was typed.
FIND = """
CREATE INDEX cases_searchable_found_in ON cases_searchable USING gin (found_in(organisation_id, words));
DROP INDEX cases_searchable_words;
CREATE OR REPLACE FUNCTION cases_find(sought jsonb, most integer) RETURNS TABLE (searchable_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    wanted record := public.finding_query(sought);
    mine uuid := nullif(current_setting('upstander.organisation', true), '')::uuid;
    how text := 'SELECT id FROM public.cases_searchable WHERE public.found_in(organisation_id, words) @@ $1
        ORDER BY at DESC, id DESC LIMIT $2';
    found bigint;
BEGIN
    RETURN QUERY EXECUTE how USING public.finding_in(mine, wanted.exact), most;
    GET DIAGNOSTICS found = ROW_COUNT;
    IF found < most AND wanted.near IS DISTINCT FROM wanted.exact THEN
        RETURN QUERY EXECUTE how USING public.finding_in(mine, wanted.near && !!wanted.exact), most;
    END IF;
END $$;
"""
FIND_BEFORE = """
CREATE INDEX cases_searchable_words ON cases_searchable USING gin (words);
DROP INDEX cases_searchable_found_in;
CREATE OR REPLACE FUNCTION cases_find(sought jsonb, most integer) RETURNS TABLE (searchable_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    wanted record := public.finding_query(sought);
    mine uuid := nullif(current_setting('upstander.organisation', true), '')::uuid;
    how text := 'SELECT id FROM public.cases_searchable WHERE organisation_id = $1 AND words @@ $2
        ORDER BY at DESC, id DESC LIMIT $3';
BEGIN
    RETURN QUERY EXECUTE how USING mine, wanted.exact, most;
    IF wanted.near IS DISTINCT FROM wanted.exact THEN
        RETURN QUERY EXECUTE how USING mine, wanted.near && !!wanted.exact, most;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_comparisons"), ("people", "0006_found_within_a_school")]
    operations = [migrations.RunSQL(FIND, FIND_BEFORE)]
