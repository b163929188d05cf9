from django.db import migrations

from upstander.records.walls import append_only, wall

# The number is taken after the lock: an identity column would be taken before it, and two writers would break the chain.
CHAIN = """
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record; field text; material bytea;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit:' || NEW.organisation_id::text, 0));
    SELECT number, digest INTO last FROM audit_entry WHERE organisation_id = NEW.organisation_id ORDER BY number DESC LIMIT 1;
    NEW.number := coalesce(last.number, 0) + 1;
    NEW.previous_digest := coalesce(last.digest, ''::bytea);
    material := NEW.previous_digest;
    FOREACH field IN ARRAY ARRAY[
        NEW.id::text, NEW.organisation_id::text, NEW.number::text, (extract(epoch FROM NEW.at) * 1000000)::bigint::text,
        NEW.actor_kind, coalesce(NEW.actor_id::text, ''), NEW.actor_name, NEW.actor_role, NEW.verb,
        NEW.subject_kind, coalesce(NEW.subject_id::text, ''), NEW.detail::text
    ] LOOP material := material || sha256(convert_to(field, 'UTF8')); END LOOP;
    NEW.digest := sha256(material);
    RETURN NEW;
END $$;
CREATE TRIGGER chain BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_chain();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(CHAIN, "DROP TRIGGER chain ON audit_entry; DROP FUNCTION audit_chain()"),
        append_only("audit_entry"),
        wall("audit_entry"),
    ]
