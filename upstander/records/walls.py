"""Row-level security and append-only tables, as migration operations.

Each transaction says who is asking (access.asking). A setting that is not set matches nothing, so a query
that forgets every filter still reads no row of another organisation.
"""

from collections.abc import Iterable

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.special import RunSQL

ORGANISATION = "(SELECT nullif(current_setting('upstander.organisation', true), '')::uuid)"
REPORT = "(SELECT nullif(current_setting('upstander.report', true), '')::uuid)"
ACCOUNT = "(SELECT nullif(current_setting('upstander.account', true), '')::uuid)"
KEY = "(SELECT decode(nullif(current_setting('upstander.key', true), ''), 'hex'))"

STAFF_RULE = f"organisation_id = {ORGANISATION}"


def wall(table: str, *, staff: str = STAFF_RULE, reporter: str = "", reporter_writes: bool = False, **more: str) -> Operation:
    """Close a table to everybody but the organisation that owns the row and, where said, the reporter of the row.

    Shapes: `reporter` and each value of `more` is an SQL condition; `more` names further policies that may read.
    """
    policies = [f"CREATE POLICY staff ON {table} USING ({staff}) WITH CHECK ({staff})"] if staff else []
    if reporter:
        action = "ALL" if reporter_writes else "SELECT"
        policies.append(f"CREATE POLICY reporter ON {table} FOR {action} USING ({reporter})")
    policies += [f"CREATE POLICY {name} ON {table} FOR SELECT USING ({rule})" for name, rule in more.items()]
    forward = [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY", *policies]
    names = [policy.split()[2] for policy in policies]
    backward = [f"DROP POLICY {name} ON {table}" for name in names] + [f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"]
    return RunSQL(";\n".join(forward), ";\n".join(backward))


def reporter_by_text(table: str, column: str = "report_id") -> Operation:
    """Compare the reporter's key as text, which no index serves. Where one could, the planner joins two indexes for the lists of
    staff as well, and sorts all that a school has for 25 rows. Queries of reporters name their report themselves.
    """
    as_text = "(SELECT nullif(current_setting('upstander.report', true), ''))"
    return RunSQL(
        f"ALTER POLICY reporter ON {table} USING ({column}::text = {as_text})",
        f"ALTER POLICY reporter ON {table} USING ({column} = {REPORT})",
    )


def not_by_index(table: str) -> Operation:
    """Keep the rule of staff out of indexes. For the 25 rows of a page, whose keys are known, the planner else walks a list's
    index through all that the school has, since the rule names the school. What staff list must name it, as `visible_to` does.
    """
    return RunSQL(
        f"ALTER POLICY staff ON {table} USING (coalesce({STAFF_RULE}, false)) WITH CHECK ({STAFF_RULE})",
        f"ALTER POLICY staff ON {table} USING ({STAFF_RULE}) WITH CHECK ({STAFF_RULE})",
    )


def append_only(table: str, *, but: Iterable[str] = ()) -> Operation:
    """Refuse to change or remove a row once written, except the columns in `but`, each of which may be filled once."""
    once = tuple(but)
    kept = "".join(f"IF OLD.{column} IS NULL THEN OLD.{column} := NEW.{column}; END IF; " for column in once)
    body = (
        f"BEGIN IF TG_OP = 'UPDATE' THEN {kept}"
        "IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF; END IF; "
        f"RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'restrict_violation'; END"
    )
    return RunSQL(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$;"
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_append_only();"
        f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {table}_append_only()",
        f"DROP TRIGGER no_truncate ON {table}; DROP TRIGGER append_only ON {table}; DROP FUNCTION {table}_append_only()",
    )
