"""A case closes only where each child who is concerned has a family on record, told or lawfully not told."""

from django.db import migrations

WAITS = """
    IF NEW.state = 'closed' AND EXISTS (
        SELECT 1 FROM cases_family WHERE case_id = NEW.id AND told_at IS NULL AND not_told_at IS NULL
    ) THEN
        RAISE EXCEPTION 'a family still waits to hear' USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_waits';
    END IF;
"""
# As records/cases/involving.py has it: a child who displayed the behaviour at another school is told about there.
FORGOTTEN = """
    IF NEW.state = 'closed' AND EXISTS (
        SELECT 1 FROM cases_involvement i JOIN people_person p ON p.id = i.person_id
        WHERE i.case_id = NEW.id AND i.until IS NULL AND p.is_child
            AND (i.part = 'targeted' OR i.part IN ('displaying', 'took_part') AND p.school_name = '')
            AND NOT EXISTS (SELECT 1 FROM cases_family f WHERE f.case_id = NEW.id AND f.child_id = i.person_id)
    ) THEN
        RAISE EXCEPTION 'a family is forgotten' USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_waits';
    END IF;
"""
FUNCTION = "CREATE OR REPLACE FUNCTION cases_nobody_waits() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {} RETURN NEW; END $$;"


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_proposals"), ("people", "0006_found_within_a_school")]
    operations = [migrations.RunSQL(FUNCTION.format(WAITS + FORGOTTEN), FUNCTION.format(WAITS))]
