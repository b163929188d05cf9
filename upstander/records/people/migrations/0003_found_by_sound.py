import django.contrib.postgres.search
from django.db import migrations

from upstander.kernel.finding import Findable
from upstander.records.people.finding import findable_vector

# A search as kernel/finding.py reads it: an array of searches, any of which may be met. `exact` wants every word as it was typed;
# in `near` a key (a sound, an account, a telephone number) may stand for a word.
QUERY = """
CREATE FUNCTION finding_query(sought jsonb, OUT exact tsquery, OUT near tsquery) LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE one jsonb; each_exact tsquery; each_near tsquery; place integer; word tsquery; key text;
BEGIN
    FOR one IN SELECT * FROM jsonb_array_elements(sought) LOOP
        each_exact := NULL; each_near := NULL;
        FOR place IN 0 .. jsonb_array_length(one->'words') - 1 LOOP
            word := websearch_to_tsquery('simple', one->'words'->>place);
            key := one->'keys'->>place;
            each_exact := CASE WHEN each_exact IS NULL THEN word ELSE each_exact && word END;
            IF key <> '' THEN word := word || key::tsquery; END IF;
            each_near := CASE WHEN each_near IS NULL THEN word ELSE each_near && word END;
        END LOOP;
        IF one->>'whole' <> '' THEN each_near := each_near || (one->>'whole')::tsquery; END IF;
        exact := CASE WHEN exact IS NULL THEN each_exact ELSE exact || each_exact END;
        near := CASE WHEN near IS NULL THEN each_near ELSE near || each_near END;
    END LOOP;
END $$;
"""
# As cases_search: `@@` may not run before a row-level security check, so this runs as the owner and keeps to who is asking.
SEARCH = """
CREATE INDEX people_person_found_by ON people_person USING gin (found_by);
CREATE FUNCTION people_find(sought jsonb, most integer) RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE wanted tsquery := (public.finding_query(sought)).near;
BEGIN
    RETURN QUERY EXECUTE 'SELECT id FROM public.people_person WHERE organisation_id = $1 AND found_by @@ $2
        ORDER BY created_at DESC, id DESC LIMIT $3'
    USING nullif(current_setting('upstander.organisation', true), '')::uuid, wanted, most;
END $$;
DO $$ BEGIN EXECUTE format('CREATE POLICY owner_searches ON people_person FOR SELECT TO %I USING (true)', current_user); END $$;
"""
UNDO = (
    "DROP POLICY owner_searches ON people_person; DROP FUNCTION people_find(jsonb, integer); DROP INDEX people_person_found_by;"
)


def make_findable(apps, schema_editor):  # type: ignore[no-untyped-def]
    """People who are there already. The walls bind the owner too, so they stand aside within this transaction."""
    schema_editor.execute("ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY")
    people = apps.get_model("people", "Person").objects
    for person in people.iterator():
        vector = findable_vector(person.name, Findable((person.name,), tuple(person.accounts)))
        people.filter(pk=person.pk).update(found_by=vector)
    schema_editor.execute("ALTER TABLE people_person FORCE ROW LEVEL SECURITY")


class Migration(migrations.Migration):
    dependencies = [("people", "0002_walls")]
    operations = [
        migrations.AddField(
            "person",
            "found_by",
            django.contrib.postgres.search.SearchVectorField(
                editable=False, default="", help_text="Made from names and accounts whenever the row is saved."
            ),
            preserve_default=False,
        ),
        migrations.RunPython(make_findable, migrations.RunPython.noop),
        migrations.RunSQL(QUERY, "DROP FUNCTION finding_query(jsonb)"),
        migrations.RunSQL(SEARCH, UNDO),
    ]
