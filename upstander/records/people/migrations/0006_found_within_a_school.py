from django.db import migrations

# The school is one of the words that the index knows, so that a search reads what this school has of a name, and neither all that
# the school has nor what every school has of the name. A second condition on the school would have it read from a second index.
IN_SCHOOL = """
CREATE FUNCTION found_in(organisation uuid, words tsvector) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN words || array_to_tsvector(ARRAY['~o.' || organisation::text]);
CREATE FUNCTION finding_in(organisation uuid, wanted tsquery) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN quote_literal('~o.' || organisation::text)::tsquery && wanted;
"""
FIND = """
CREATE INDEX people_person_found_in ON people_person USING gin (found_in(organisation_id, found_by));
DROP INDEX people_person_found_by;
CREATE OR REPLACE FUNCTION people_find(sought jsonb, most integer) RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    mine uuid := nullif(current_setting('upstander.organisation', true), '')::uuid;
    wanted tsquery := public.finding_in(mine, (public.finding_query(sought)).near);
BEGIN
    RETURN QUERY EXECUTE 'SELECT id FROM public.people_person WHERE public.found_in(organisation_id, found_by) @@ $1
        ORDER BY created_at DESC, id DESC LIMIT $2'
    USING wanted, most;
END $$;
"""
FIND_BEFORE = """
CREATE INDEX people_person_found_by ON people_person USING gin (found_by);
DROP INDEX people_person_found_in;
CREATE OR REPLACE FUNCTION people_find(sought jsonb, most integer) RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE wanted tsquery := (public.finding_query(sought)).near;
BEGIN
    RETURN QUERY EXECUTE 'SELECT id FROM public.people_person WHERE organisation_id = $1 AND found_by @@ $2
        ORDER BY created_at DESC, id DESC LIMIT $3'
    USING nullif(current_setting('upstander.organisation', true), '')::uuid, wanted, most;
END $$;
"""
NO_SCHOOL = "DROP FUNCTION finding_in(uuid, tsquery); DROP FUNCTION found_in(uuid, tsvector);"


class Migration(migrations.Migration):
    dependencies = [("people", "0005_other_names")]
    operations = [migrations.RunSQL(IN_SCHOOL, NO_SCHOOL), migrations.RunSQL(FIND, FIND_BEFORE)]
