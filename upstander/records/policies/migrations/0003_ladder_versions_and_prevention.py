from typing import Any

from django.db import migrations, models
from django.db.models import Q

import upstander.kernel.references
from upstander.records.walls import append_only, wall

KINDS = [
    ("lessons", "Lessons"),
    ("training", "Training for staff"),
    ("survey", "Asking pupils: a survey"),
    ("parents", "Parents and carers: an evening, advice"),
    ("assembly", "Assemblies"),
    ("peers", "Pupils who support pupils"),
    ("devices", "Devices and filters looked at"),
    ("known", "Making the policy known"),
    ("other", "Something else"),
]
EVERY = [(1, "every month"), (4, "every term"), (6, "twice a year"), (12, "every year"), (24, "every two years")]

# Clauses stood each for itself. On each day on which one began, the clauses then in force become one version. That governors
# approved them is not on record, and the version says so.
BECOME_VERSIONS = """
ALTER TABLE policies_clause NO FORCE ROW LEVEL SECURITY;
ALTER TABLE policies_ladder NO FORCE ROW LEVEL SECURITY;
INSERT INTO policies_ladder (id, organisation_id, policy, version, started_at, approved_by, approved_on, minute,
    approval_recorded_at, in_force_from)
SELECT gen_random_uuid(), organisation_id, (array_agg(policy ORDER BY behaviour))[1], (array_agg(version ORDER BY behaviour))[1],
    now(), 'Not on record', in_force_from, 'Not on record', now(), in_force_from
FROM policies_clause GROUP BY organisation_id, in_force_from;
INSERT INTO policies_clause (id, organisation_id, ladder_id, behaviour, clause, in_school, outside_school, restorative, policy,
    version, in_force_from)
SELECT gen_random_uuid(), l.organisation_id, l.id, c.behaviour, coalesce(nullif(c.clause, ''), '–'),
    coalesce(nullif(c.in_school, ''), '–'), '', '', l.policy, l.version, l.in_force_from
FROM policies_ladder l CROSS JOIN LATERAL (
    SELECT DISTINCT ON (behaviour) * FROM policies_clause
    WHERE organisation_id = l.organisation_id AND in_force_from <= l.in_force_from AND ladder_id IS NULL
    ORDER BY behaviour, in_force_from DESC
) c;
DELETE FROM policies_clause WHERE ladder_id IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE policies_clause FORCE ROW LEVEL SECURITY;
ALTER TABLE policies_ladder FORCE ROW LEVEL SECURITY;
"""

# An approved version is kept as it was approved, with its clauses. The next one is in force from a later day than each before
# it, and not before the day after it was put on record: what is decided today cites what was in force when the day began.
KEPT = """
CREATE FUNCTION policies_ladder_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.approved_on IS NULL OR OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'a version of the ladder is kept as it was approved' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON policies_ladder FOR EACH ROW EXECUTE FUNCTION policies_ladder_kept();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON policies_ladder EXECUTE FUNCTION policies_ladder_kept();

CREATE FUNCTION policies_ladder_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM policies_ladder WHERE organisation_id = NEW.organisation_id AND id <> NEW.id AND approved_on IS NOT NULL
            AND (in_force_from >= NEW.in_force_from
                OR NEW.in_force_from <= (NEW.approval_recorded_at AT TIME ZONE 'Europe/London')::date)
    ) THEN
        RAISE EXCEPTION 'the next version is in force from a later day' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_order BEFORE INSERT OR UPDATE ON policies_ladder FOR EACH ROW
    WHEN (NEW.approved_on IS NOT NULL) EXECUTE FUNCTION policies_ladder_in_order();

CREATE FUNCTION policies_is_draft(ladder uuid, organisation uuid) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM policies_ladder WHERE id = ladder AND organisation_id = organisation AND approved_on IS NULL FOR SHARE;
    RETURN FOUND;
END $$;
CREATE FUNCTION policies_clause_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;
    END IF;
    IF TG_OP = 'TRUNCATE'
        OR TG_OP IN ('UPDATE', 'DELETE') AND NOT policies_is_draft(OLD.ladder_id, OLD.organisation_id)
        OR TG_OP IN ('INSERT', 'UPDATE') AND NOT policies_is_draft(NEW.ladder_id, NEW.organisation_id)
    THEN
        RAISE EXCEPTION 'a clause is kept as it was approved' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE INSERT OR UPDATE OR DELETE ON policies_clause FOR EACH ROW EXECUTE FUNCTION policies_clause_kept();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON policies_clause EXECUTE FUNCTION policies_clause_kept();
CREATE POLICY published ON policies_clause FOR SELECT
    USING (EXISTS (SELECT 1 FROM policies_ladder l WHERE l.id = ladder_id AND l.approved_on IS NOT NULL));
"""


def key() -> models.UUIDField:  # type: ignore[type-arg]
    return models.UUIDField(default=upstander.kernel.references.uuid7, editable=False, primary_key=True, serialize=False)


def to(model: str, related: str = "+", *, null: bool = False) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(to=model, on_delete=models.PROTECT, related_name=related, null=null)


def text(**more: Any) -> models.TextField:  # type: ignore[type-arg]
    return models.TextField(**more)


LADDER = migrations.CreateModel(
    name="Ladder",
    fields=[
        ("id", key()),
        ("policy", models.CharField(max_length=120)),
        ("version", models.CharField(max_length=40)),
        ("started_at", models.DateTimeField()),
        (
            "approved_by",
            models.CharField(blank=True, help_text="Who of the governors approved it, as parents read it.", max_length=200),
        ),
        ("approved_on", models.DateField(null=True)),
        ("minute", models.CharField(blank=True, help_text="Where the minutes say so.", max_length=120)),
        ("approval_recorded_at", models.DateTimeField(null=True)),
        ("in_force_from", models.DateField(null=True)),
        ("review_on", models.DateField(null=True)),
        ("approval_recorded_by", to("access.membership", null=True)),
        ("organisation", to("organisations.organisation", "ladders")),
        ("started_by", to("access.membership", null=True)),
        ("started_from", to("policies.ladder", null=True)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=Q(approved_on=None, approved_by="", minute="", in_force_from=None, review_on=None)
                & Q(approval_recorded_at=None, approval_recorded_by=None)
                | Q(approved_on__isnull=False, in_force_from__isnull=False, approval_recorded_at__isnull=False)
                & ~Q(approved_by="")
                & ~Q(minute=""),
                name="approved_by_whom_when_and_where",
            ),
            models.UniqueConstraint(condition=Q(approved_on=None), fields=("organisation",), name="one_draft_of_the_ladder"),
            models.UniqueConstraint(fields=("organisation", "in_force_from"), name="one_ladder_a_day"),
        ]
    },
)
PREVENTION = migrations.CreateModel(
    name="Prevention",
    fields=[
        ("id", key()),
        ("kind", models.CharField(choices=KINDS, max_length=10)),
        (
            "words",
            models.CharField(help_text="What it is, in the school's own words. Governors read it.", max_length=300),
        ),
        ("every_months", models.PositiveSmallIntegerField(choices=EVERY)),
        ("due_on", models.DateField()),
        ("added_at", models.DateTimeField()),
        ("ended_at", models.DateTimeField(null=True)),
        ("ended_because", models.CharField(blank=True, max_length=300)),
        ("added_by", to("access.membership")),
        ("ended_by", to("access.membership", null=True)),
        ("organisation", to("organisations.organisation")),
        ("owner", to("access.membership", null=True)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ended_because="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because=""),
                name="prevention_ended_who_when_and_why",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="prevention_in_words"),
        ]
    },
)
DONE = migrations.CreateModel(
    name="PreventionDone",
    fields=[
        ("id", key()),
        ("done_on", models.DateField()),
        ("done_by", models.CharField(help_text="Who did it: tutors, a visitor, a member of staff.", max_length=200)),
        ("note", text(blank=True)),
        ("recorded_at", models.DateTimeField()),
        ("organisation", to("organisations.organisation")),
        ("prevention", to("policies.prevention", "done")),
        ("recorded_by", to("access.membership")),
    ],
    options={"abstract": False},
)
PROMPT = migrations.CreateModel(
    name="PreventionPrompt",
    fields=[
        ("id", key()),
        ("linked_at", models.DateTimeField()),
        ("case", to("cases.case")),
        ("linked_by", to("access.membership")),
        ("organisation", to("organisations.organisation")),
        ("prevention", to("policies.prevention", "prompts")),
    ],
    options={"constraints": [models.UniqueConstraint(fields=("prevention", "case"), name="one_prompt_a_case")]},
)
CITATION = migrations.CreateModel(
    name="Citation",
    fields=[
        ("id", key()),
        ("finding_id", models.UUIDField(unique=True)),
        ("cited_at", models.DateTimeField()),
        ("case", to("cases.case", "policy_citations")),
        ("clause", to("policies.clause", "citations")),
        ("organisation", to("organisations.organisation")),
    ],
    options={"abstract": False},
)
CLAUSE_OF_A_LADDER = [
    migrations.RunSQL(
        "DROP TRIGGER no_truncate ON policies_clause; DROP TRIGGER append_only ON policies_clause; "
        "DROP FUNCTION policies_clause_append_only()"
    ),
    migrations.RemoveConstraint("clause", "one_clause_a_behaviour_and_day"),
    migrations.RenameField("clause", "words", "in_school"),
    migrations.AlterField("clause", "in_school", text(help_text="What the school usually does about it.")),
    migrations.AddField(
        "clause", "outside_school", text(blank=True, default="", help_text="What it usually does when it happens outside school.")
    ),
    migrations.AddField(
        "clause",
        "restorative",
        text(blank=True, default="", help_text="How what was broken is mended, where everybody freely agrees."),
    ),
    migrations.AlterField(
        "clause", "outside_school", text(blank=True, help_text="What it usually does when it happens outside school.")
    ),
    migrations.AlterField(
        "clause", "restorative", text(blank=True, help_text="How what was broken is mended, where everybody freely agrees.")
    ),
    migrations.AddField("clause", "ladder", to("policies.ladder", "clauses", null=True)),
    migrations.RunSQL(BECOME_VERSIONS),
    migrations.AlterField("clause", "ladder", to("policies.ladder", "clauses")),
    *(migrations.RemoveField("clause", name) for name in ("in_force_from", "policy", "version")),
    migrations.AddConstraint(
        "clause", models.UniqueConstraint(fields=("ladder", "behaviour"), name="one_clause_a_behaviour")
    ),
    migrations.AddConstraint(
        "clause",
        models.CheckConstraint(condition=~Q(clause="") & ~Q(in_school=""), name="clause_with_number_and_words"),
    ),
]  # fmt: skip


class Migration(migrations.Migration):
    """Clauses become versions of a ladder that governors approve; the register of prevention begins. There is no way back."""

    dependencies = [
        ("access", "0003_absences"),
        ("cases", "0006_comparisons"),
        ("organisations", "0003_complaint_stages"),
        ("policies", "0002_walls"),
    ]
    operations = [
        LADDER,
        wall("policies_ladder", published="approved_on IS NOT NULL"),
        *CLAUSE_OF_A_LADDER,
        migrations.RunSQL(KEPT),
        CITATION,
        PREVENTION,
        DONE,
        PROMPT,
        *(wall(f"policies_{table}") for table in ("citation", "prevention", "preventiondone", "preventionprompt")),
        append_only("policies_citation"),
        append_only("policies_preventiondone"),
    ]
