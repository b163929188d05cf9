"""Plain makers of rows, each written on behalf of the organisation that owns it. Every argument is by keyword.

They write what the record would look like, not how it came about: procedures have their own tests.
"""

from tests.makers.acting import make_device, make_device_event, make_device_search, make_staff_support
from tests.makers.assessments import make_duty, make_facts, make_verdict
from tests.makers.cases import (
    join,
    make_carer,
    make_case,
    make_comparison,
    make_family,
    make_involvement,
    make_note,
    make_proposal,
)
from tests.makers.checks import make_check, make_check_answer, make_recurrence, make_reopening
from tests.makers.enquiries import make_arrival, make_incident, make_statement, make_statement_link, make_step
from tests.makers.evidence import make_item
from tests.makers.exchanges import make_exchange, make_paper, make_sealed_link
from tests.makers.ground import AT, on_behalf_of
from tests.makers.investigations import make_finding, make_measure
from tests.makers.organisations import make_force, make_school, make_school_line
from tests.makers.people import make_adult, make_child
from tests.makers.police import make_marking, make_pack, make_police_report
from tests.makers.policies import make_citation, make_done, make_ladder, make_prevention, make_prompt
from tests.makers.readings import make_policy_decision, make_reading
from tests.makers.reports import make_code, make_let_stand, make_message, make_report, make_taken_down
from tests.makers.staff import make_conflict, make_grant, make_member, make_staff

__all__ = [
    "AT",
    "join",
    "make_adult",
    "make_arrival",
    "make_carer",
    "make_case",
    "make_check",
    "make_check_answer",
    "make_child",
    "make_citation",
    "make_code",
    "make_comparison",
    "make_conflict",
    "make_device",
    "make_device_event",
    "make_device_search",
    "make_done",
    "make_duty",
    "make_exchange",
    "make_facts",
    "make_family",
    "make_finding",
    "make_force",
    "make_grant",
    "make_incident",
    "make_involvement",
    "make_item",
    "make_ladder",
    "make_let_stand",
    "make_marking",
    "make_measure",
    "make_member",
    "make_message",
    "make_note",
    "make_pack",
    "make_paper",
    "make_police_report",
    "make_policy_decision",
    "make_prevention",
    "make_prompt",
    "make_proposal",
    "make_reading",
    "make_recurrence",
    "make_reopening",
    "make_report",
    "make_school",
    "make_school_line",
    "make_sealed_link",
    "make_staff",
    "make_staff_support",
    "make_statement",
    "make_statement_link",
    "make_step",
    "make_taken_down",
    "make_verdict",
    "on_behalf_of",
]
