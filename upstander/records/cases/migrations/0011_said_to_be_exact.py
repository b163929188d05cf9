from django.db import migrations

# Whether something has the words as they were typed is known from the index; to ask it of the words of each row again took longer
# than the whole search, since those of a report are kept packed. A search without any word is one that everything would meet.
FIND = """
DROP FUNCTION cases_find(jsonb, integer);
CREATE FUNCTION cases_find(sought jsonb, most integer) RETURNS TABLE (searchable_id uuid, is_exact boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    wanted record := public.finding_query(sought);
    mine uuid := nullif(current_setting('upstander.organisation', true), '')::uuid;
    how text := 'SELECT id, $3 FROM public.cases_searchable WHERE public.found_in(organisation_id, words) @@ $1
        ORDER BY at DESC, id DESC LIMIT $2';
    found bigint := 0;
BEGIN
    IF numnode(wanted.exact) > 0 THEN
        RETURN QUERY EXECUTE how USING public.finding_in(mine, wanted.exact), most, true;
        GET DIAGNOSTICS found = ROW_COUNT;
    END IF;
    IF found < most AND wanted.near IS DISTINCT FROM wanted.exact THEN
        RETURN QUERY EXECUTE how USING public.finding_in(mine, wanted.near && !!wanted.exact), most, false;
    END IF;
END $$;
"""
FIND_BEFORE = """
DROP FUNCTION cases_find(jsonb, integer);
CREATE FUNCTION cases_find(sought jsonb, most integer) RETURNS TABLE (searchable_id uuid)
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


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_no_child_without_a_line")]
    operations = [migrations.RunSQL(FIND, FIND_BEFORE)]
