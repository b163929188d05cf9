import django.contrib.postgres.fields
from django.db import migrations, models

# Exact matches newest first, then what only sounds alike or goes by an account or a number. Each is planned with the words
# sought (EXECUTE), because a rare word and a common one want different plans.
FIND = """
CREATE FUNCTION cases_find(sought jsonb, most integer) RETURNS TABLE (searchable_id uuid)
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
DROP FUNCTION cases_search(text, integer);
"""
UNDO = """
CREATE FUNCTION cases_search(sought text, most integer) RETURNS TABLE (searchable_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT id FROM public.cases_searchable
    WHERE organisation_id = nullif(current_setting('upstander.organisation', true), '')::uuid
        AND words @@ websearch_to_tsquery('simple', sought)
    ORDER BY at DESC, id DESC LIMIT most
$$;
DROP FUNCTION cases_find(jsonb, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_carers"), ("people", "0003_found_by_sound")]
    operations = [
        migrations.AddField(
            "searchable",
            "spelt",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(),
                default=list,
                help_text="Names, accounts and telephone numbers as they are written, to say why it was found.",
                size=None,
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(FIND, UNDO),
    ]
