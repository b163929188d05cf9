from django.db import migrations, models

# One statement says who is asking, checks that nobody else has changed the answer, and changes it. It runs with the
# rights of whoever calls it, so the wall around drafts stands; what was being asked before is asked again afterwards.
SAVE = """
CREATE FUNCTION intake_save_answer(
    draft uuid, shown bytea, question text, answer jsonb, seen integer, at timestamptz, until timestamptz
) RETURNS TABLE (answers jsonb, versions jsonb, saved_at timestamptz) LANGUAGE plpgsql AS $$
DECLARE before text := coalesce(current_setting('upstander.report', true), '');
BEGIN
    PERFORM set_config('upstander.report', draft::text, true);
    RETURN QUERY
        UPDATE intake_draft AS d SET
            answers = d.answers || jsonb_build_object(question, answer),
            versions = d.versions || jsonb_build_object(question, coalesce((d.versions->>question)::integer, 0) + 1),
            saved_at = at,
            expires_at = until
        WHERE d.id = draft AND d.token_digest = shown AND d.submitted_at IS NULL AND d.expires_at > at
            AND (coalesce((d.versions->>question)::integer, 0) = seen OR d.answers->question = answer)
        RETURNING d.answers, d.versions, d.saved_at;
    PERFORM set_config('upstander.report', before, true);
END $$;
"""

BEGIN = """
CREATE FUNCTION intake_begin_draft(
    draft uuid, shown bytea, question text, answer jsonb, at timestamptz, until timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE before text := coalesce(current_setting('upstander.report', true), '');
BEGIN
    PERFORM set_config('upstander.report', draft::text, true);
    INSERT INTO intake_draft (id, token_digest, answers, versions, started_at, saved_at, expires_at)
        VALUES (draft, shown, jsonb_build_object(question, answer), jsonb_build_object(question, 1), at, at, until);
    PERFORM set_config('upstander.report', before, true);
END $$;
"""

# The worker has to find drafts whose time is over. This says their ids and nothing else.
EXPIRED = """
CREATE FUNCTION intake_expired_drafts(at timestamptz) RETURNS TABLE (draft_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT id FROM public.intake_draft WHERE expires_at <= at ORDER BY expires_at LIMIT 500
$$;
DO $$ BEGIN EXECUTE format('CREATE POLICY owner_expires ON intake_draft FOR SELECT TO %I USING (true)', current_user); END $$;
"""
UNDO_EXPIRED = "DROP POLICY owner_expires ON intake_draft; DROP FUNCTION intake_expired_drafts(timestamptz)"


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_walls")]
    operations = [
        migrations.AddField("report", "promised", models.JSONField(default=dict, help_text="What the receipt said.")),
        migrations.RunSQL(SAVE, "DROP FUNCTION intake_save_answer(uuid, bytea, text, jsonb, integer, timestamptz, timestamptz)"),
        migrations.RunSQL(BEGIN, "DROP FUNCTION intake_begin_draft(uuid, bytea, text, jsonb, timestamptz, timestamptz)"),
        migrations.RunSQL(EXPIRED, UNDO_EXPIRED),
    ]
