"""What happened in a case, newest first: one statement over every kind of row that tells of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from upstander.records.cases.models import Case
from upstander.records.prepared import fetch_json

SIZE = 30
ON_THE_CASE = 12  # the page of a case shows the newest; its history shows the rest
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Happening:
    """`kind` says what sort of thing; `what` and `about` are its codes and names, `words` what somebody wrote."""

    kind: str
    at: datetime
    by: str
    what: str
    about: str
    words: str
    id: UUID


# Times come as seconds since 1970, which cost less to read than their writing.
# Each line: kind, at, by, what, about, words, id. Joined by UNION ALL; the walls of the database stand round each table.
HAPPENINGS = """
SELECT json_agg(json_build_array(kind, extract(epoch FROM at), by, what, about, words, id) ORDER BY at DESC, id DESC) FROM (
SELECT * FROM (
    SELECT 'report' AS kind, r.received_at AS at, r.reporter_name AS by, r.relation AS what, r.reference AS about,
        '' AS words, r.id
        FROM cases_casereport c JOIN intake_report r ON r.id = c.report_id WHERE c.case_id = %(case)s
    UNION ALL SELECT 'addition', a.at, r.reporter_name, r.relation, r.reference, a.words, a.id
        FROM cases_casereport c JOIN intake_report r ON r.id = c.report_id JOIN intake_addition a ON a.report_id = r.id
        WHERE c.case_id = %(case)s
    UNION ALL SELECT 'files', max(e.received_at), '', count(*)::text, r.reference, '', (array_agg(e.id ORDER BY e.id))[1]
        FROM cases_casereport c JOIN intake_report r ON r.id = c.report_id
        JOIN evidence_item e ON e.report_id = c.report_id AND e.state <> 'removed'
        WHERE c.case_id = %(case)s GROUP BY r.reference, date_trunc('minute', e.received_at)
    UNION ALL SELECT 'message', m.at, m.said_by,
        CASE WHEN NOT m.to_family THEN 'answer' WHEN m.is_question THEN 'question' ELSE 'told' END,
        r.reference, m.words, m.id
        FROM cases_casereport c JOIN intake_report r ON r.id = c.report_id JOIN disclosures_message m ON m.report_id = r.id
        WHERE c.case_id = %(case)s
    UNION ALL SELECT 'fact', f.at, f.said_by, f.answer, f.fact, '', f.id
        FROM assessments_fact f WHERE f.assessment_id = %(assessment)s AND f.source = 'person'
    UNION ALL SELECT 'decision', d.at, m.display_name, d.set_aside, '', d.reason, d.id
        FROM assessments_decision d JOIN access_membership m ON m.id = d.membership_id WHERE d.assessment_id = %(assessment)s
    UNION ALL SELECT 'stands_again', d.ended_at, '', d.set_aside, '', '', d.id
        FROM assessments_decision d WHERE d.assessment_id = %(assessment)s AND d.ended_at IS NOT NULL
    UNION ALL SELECT 'clock_stopped', s.stopped_at, m.display_name, s.until::text, '', s.reason, s.id
        FROM assessments_clockstop s JOIN access_membership m ON m.id = s.stopped_by_id WHERE s.assessment_id = %(assessment)s
    UNION ALL SELECT 'clock_started', s.started_again_at, m.display_name, '', '', '', s.id
        FROM assessments_clockstop s JOIN access_membership m ON m.id = s.started_again_by_id
        WHERE s.assessment_id = %(assessment)s
    UNION ALL SELECT 'duty', d.done_at, d.done_by, 'done', d.duty, d.done_note, d.id
        FROM assessments_duty d WHERE d.assessment_id = %(assessment)s AND d.done_at IS NOT NULL
    UNION ALL SELECT 'duty', d.withdrawn_at, '', 'withdrawn', d.duty, d.withdrawn_because, d.id
        FROM assessments_duty d WHERE d.assessment_id = %(assessment)s AND d.withdrawn_at IS NOT NULL
    UNION ALL SELECT 'note', n.at, m.display_name, '', '', n.words, n.id
        FROM cases_note n JOIN access_membership m ON m.id = n.written_by_id WHERE n.case_id = %(case)s
    UNION ALL SELECT 'part', i.since, '', i.part, p.name, i.reason, i.id
        FROM cases_involvement i JOIN people_person p ON p.id = i.person_id WHERE i.case_id = %(case)s
    UNION ALL SELECT 'part_ended', i.until, '', i.part, p.name, i.ended_because, i.id
        FROM cases_involvement i JOIN people_person p ON p.id = i.person_id WHERE i.case_id = %(case)s AND i.until IS NOT NULL
    UNION ALL SELECT 'carer', k.recorded_at, m.display_name, CASE WHEN k.may_be_told THEN 'yes' ELSE 'no' END, p.name,
        concat_ws('. ', k.name, nullif(k.why_not, ''), nullif(k.court_order, '')), k.id
        FROM cases_family f JOIN cases_carer k ON k.child_id = f.child_id JOIN people_person p ON p.id = f.child_id
        JOIN access_membership m ON m.id = k.recorded_by_id WHERE f.case_id = %(case)s
    UNION ALL SELECT 'carer_ended', k.ended_at, '', '', p.name, concat_ws('. ', k.name, k.ended_because), k.id
        FROM cases_family f JOIN cases_carer k ON k.child_id = f.child_id JOIN people_person p ON p.id = f.child_id
        WHERE f.case_id = %(case)s AND k.ended_at IS NOT NULL
    UNION ALL SELECT 'finding', f.decided_at, m.display_name, f.outcome, f.asked_for_by, f.reasons, f.id
        FROM investigations_finding f JOIN access_membership m ON m.id = f.decided_by_id WHERE f.case_id = %(case)s
    UNION ALL SELECT 'measure', e.recorded_at, m.display_name, e.kind, p.name, e.words, e.id
        FROM investigations_measure e JOIN access_membership m ON m.id = e.recorded_by_id
        JOIN people_person p ON p.id = e.child_id WHERE e.case_id = %(case)s
    UNION ALL SELECT 'letter', s.at, s.by, s.verb, p.name, '', s.id
        FROM disclosures_disclosure d JOIN disclosures_step s ON s.disclosure_id = d.id
        JOIN cases_family f ON f.id = d.family_id JOIN people_person p ON p.id = f.child_id WHERE d.case_id = %(case)s
    UNION ALL SELECT 'complaint', k.made_at, coalesce(m.display_name, ''), '', p.name, k.words, k.id
        FROM disclosures_complaint k JOIN cases_family f ON f.id = k.family_id JOIN people_person p ON p.id = f.child_id
        LEFT JOIN access_membership m ON m.id = k.taken_by_id WHERE k.case_id = %(case)s
    UNION ALL SELECT 'not_told', f.not_told_at, m.display_name, '', p.name, f.not_told_reason, f.id
        FROM cases_family f JOIN access_membership m ON m.id = f.not_told_by_id JOIN people_person p ON p.id = f.child_id
        WHERE f.case_id = %(case)s
    UNION ALL SELECT 'statement', t.recorded_at, coalesce(m.display_name, ''),
        CASE WHEN t.corrects_id IS NOT NULL THEN 'corrected' WHEN t.link_id IS NULL THEN 'taken' ELSE 'given' END,
        p.name, t.words, t.id
        FROM investigations_statement t JOIN people_person p ON p.id = t.person_id
        LEFT JOIN access_membership m ON m.id = t.taken_by_id WHERE t.case_id = %(case)s
    UNION ALL SELECT 'planned', s.added_at, m.display_name, (s.due_at AT TIME ZONE 'Europe/London')::date::text, s.words, '', s.id
        FROM investigations_plannedstep s JOIN access_membership m ON m.id = s.added_by_id WHERE s.case_id = %(case)s
    UNION ALL SELECT 'step', coalesce(s.done_at, s.dropped_at), m.display_name,
        CASE WHEN s.done_at IS NULL THEN 'dropped' ELSE 'done' END, s.words, s.note, s.id
        FROM investigations_plannedstep s JOIN access_membership m ON m.id = coalesce(s.done_by_id, s.dropped_by_id)
        WHERE s.case_id = %(case)s
    UNION ALL SELECT 'device', d.taken_at, d.taken_by, 'taken', p.name, d.words || '. ' || d.why, d.id
        FROM investigations_device d JOIN people_person p ON p.id = d.person_id WHERE d.case_id = %(case)s
    UNION ALL SELECT 'device', s.at, s.searched_by, 'searched', p.name, s.found, s.id
        FROM investigations_devicesearch s JOIN investigations_device d ON d.id = s.device_id
        JOIN people_person p ON p.id = d.person_id WHERE s.case_id = %(case)s
    UNION ALL SELECT 'device', e.recorded_at, m.display_name, e.fate, p.name, concat_ws(', ', nullif(e.who, ''),
        nullif(e.reference, ''), nullif(e.words, '')), e.id
        FROM investigations_deviceevent e JOIN investigations_device d ON d.id = e.device_id
        JOIN access_membership m ON m.id = e.recorded_by_id JOIN people_person p ON p.id = d.person_id WHERE e.case_id = %(case)s
    UNION ALL SELECT 'incident', i.from_at, '', i.known,
        coalesce(to_char(i.until_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD'), ''), i.what, i.id
        FROM investigations_incident i WHERE i.case_id = %(case)s AND i.from_at IS NOT NULL AND i.superseded_at IS NULL
    UNION ALL SELECT 'incident_written', i.recorded_at, m.display_name,
        CASE WHEN i.supersedes_id IS NULL THEN 'new' ELSE 'put_right' END, '', i.what, i.id
        FROM investigations_incident i JOIN access_membership m ON m.id = i.recorded_by_id WHERE i.case_id = %(case)s
    UNION ALL SELECT 'asked', k.asked_at, '', '', p.name, '', k.id
        FROM investigations_check k JOIN people_person p ON p.id = k.child_id
        WHERE k.case_id = %(case)s AND k.asked_at IS NOT NULL
    UNION ALL SELECT 'check_answer', a.at, coalesce(m.display_name, ''), a.stopped, a.said_by, a.words, a.id
        FROM investigations_checkanswer a LEFT JOIN access_membership m ON m.id = a.taken_by_id WHERE a.case_id = %(case)s
    UNION ALL SELECT 'settled', r.ended_at, m.display_name, '', '', r.ended_because, r.id
        FROM investigations_recurrence r JOIN access_membership m ON m.id = r.ended_by_id WHERE r.case_id = %(case)s
    UNION ALL SELECT 'police', l.at, l.who, l.how, coalesce(nullif(l.crime_reference, ''), l.log_reference), l.words, l.id
        FROM investigations_policereport l WHERE l.case_id = %(case)s
    UNION ALL SELECT 'closed', o.closed_at, m.display_name, '', '', o.closing_words, o.case_id
        FROM investigations_reopening o JOIN access_membership m ON m.id = o.closed_by_id WHERE o.case_id = %(case)s
    UNION ALL SELECT 'reopened', o.at, o.by, '', '', o.reason, o.id FROM investigations_reopening o WHERE o.case_id = %(case)s
    UNION ALL SELECT 'opened', c.opened_at, '', '', '', '', c.id FROM cases_case c WHERE c.id = %(case)s
    UNION ALL SELECT 'closed', c.closed_at, m.display_name, '', '', c.closing_words, c.id
        FROM cases_case c JOIN access_membership m ON m.id = c.closed_by_id WHERE c.id = %(case)s
) AS happened
WHERE (at, id) < (%(at)s, %(id)s) AND (%(kinds)s::text[] IS NULL OR kind = ANY(%(kinds)s))
ORDER BY at DESC, id DESC LIMIT %(most)s) AS newest
"""


def happened(
    case: Case,
    *,
    before: tuple[datetime, UUID] | None = None,
    most: int = SIZE,
    kinds: Collection[str] = (),
) -> list[Happening]:
    """At most `most` things and one more, the newest before a place; the one more says that there are older ones. Of all kinds,
    or of some.

    `case` must have come through `visible_to`: whoever may see a case may see what happened in it.
    """
    return read_happenings(*fetch_json(asked_for(case, before=before, most=most, kinds=kinds), HAPPENINGS))


def asked_for(
    case: Case, *, before: tuple[datetime, UUID] | None = None, most: int = SIZE, kinds: Collection[str] = ()
) -> dict[str, Any]:
    """The values with which HAPPENINGS is run."""
    at, id = before or (END_OF_TIME, UUID(int=0))
    return {"case": case.pk, "assessment": case.assessment_id, "at": at, "id": id, "most": most + 1, "kinds": [*kinds] or None}


def read_happenings(value: list[list[Any]] | None) -> list[Happening]:
    """Shapes: `value` is what HAPPENINGS gives."""
    return [
        Happening(kind, datetime.fromtimestamp(at, UTC), by, what, about, words, UUID(id))
        for kind, at, by, what, about, words, id in value or ()
    ]
