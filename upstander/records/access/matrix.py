"""What each role may do, as one table. docs/access.md shows it; tests judge every cell."""

from enum import StrEnum

from upstander.records.access.models import Role


class May(StrEnum):
    READ_REPORT = "read a report"
    TAKE_REPORT = "take a report"
    TAKE_DOWN_REPORT = "write down what somebody reported, or that a family does not agree"
    ANSWER_FACT = "answer a fact"
    DECIDE_ROUTE = "confirm a verdict or set part of it aside"
    OPEN_CASE = "open a case or join a report to one"
    NAME_PEOPLE = "say who is part of a case, and how"
    SETTLE_DUPLICATES = "say that two people, or two reports, are the same, or are not"
    SHARE_CASE = "give a case to a colleague, or shut one out"
    DO_DUTY = "take a duty, or say that it is done"
    WRITE_NOTE = "write a note"
    LOOK_AT_EVIDENCE = "look at evidence"
    WRITE_TO_FAMILY = "ask or tell a family something"
    RECORD_FINDING = "record a finding"
    RECORD_MEASURE = "record what is done for a child"
    COMPOSE_LETTER = "compose a letter"
    CHECK_LETTER = "check a letter and send it"
    DECIDE_NOT_TO_TELL = "decide that a family is not told"
    CLOSE_CASE = "close a case"
    REOPEN_CASE = "open a closed case again"
    WRITE_INCIDENT = "write down what happened, when, where and who had which part in it"
    PLAN = "plan what is looked into, and say what came of it"
    TAKE_STATEMENT = "take down a statement, or ask for one"
    RECORD_DEVICE = "record that a device was taken or searched, and what became of it"
    SUPPORT_STAFF = "write down support for a member of staff, and read what they wrote themselves"
    READ_STAFF_SUPPORT = "read what others wrote down as support for staff"
    CHECK_STOPPED = "ask whether it has stopped, and take down the answer"
    SEARCH = "search reports and cases"
    TELL_POLICE = "put together the details for the police, and record what they gave back"
    STOP_CLOCK = "stop the clock of a case"
    KEEP_SCHOOL = "keep the school’s days and complaints procedure, and say who is away or has left"
    GIVE_DUTY = "give duties to a colleague"
    READ_POLICY = "read the policy’s ladder and the register of prevention"
    WRITE_POLICY = "draft the policy’s ladder"
    APPROVE_POLICY = "record that governors approved the ladder"
    KEEP_PREVENTION = "keep the register of prevention"
    RECORD_PREVENTION = "record that a prevention measure was done"
    SEE_READING = "see what the behaviour policy was found to say"
    DECIDE_READING = "have the behaviour policy read, and decide what it says"
    READ_EXCHANGE = "read what goes to and fro with another school"
    EXCHANGE = "send another school a referral, and answer one"
    READ_FIGURES = "read figures that name nobody"
    READ_AUDIT = "read the audit record"
    READ_DISCLOSURES = "read what was sent to the organisation"


_LEAD = frozenset(set(May) - {May.READ_DISCLOSURES, May.APPROVE_POLICY})
_PASTORAL = frozenset(
    {
        May.READ_REPORT, May.TAKE_DOWN_REPORT, May.ANSWER_FACT, May.NAME_PEOPLE, May.DO_DUTY, May.WRITE_NOTE,
        May.LOOK_AT_EVIDENCE, May.WRITE_TO_FAMILY, May.RECORD_MEASURE, May.COMPOSE_LETTER, May.SEARCH, May.CHECK_STOPPED,
        May.PLAN, May.TAKE_STATEMENT, May.READ_POLICY, May.RECORD_PREVENTION, May.RECORD_DEVICE, May.SUPPORT_STAFF,
        May.WRITE_INCIDENT, May.READ_EXCHANGE,
    }
)  # fmt: skip

MATRIX: dict[str, frozenset[May]] = {
    # Leads on children's safety; decides, and answers for what was decided.
    Role.DSL: _LEAD,
    # Stands in for the lead whenever the lead is away, so may do all that the lead may.
    Role.DEPUTY_DSL: _LEAD,
    # Answers for the school, and puts on record what governors approved. Shut out of a case about themselves by a conflict,
    # not by this table.
    Role.HEAD: _LEAD | {May.APPROVE_POLICY},
    # Knows the children. Works on the cases given to them; routes, findings and closing stay with the lead.
    Role.PASTORAL: _PASTORAL,
    # Looks at whether the school does its work, and approves its policy. Never at a child's record.
    Role.GOVERNOR: frozenset({May.READ_FIGURES, May.READ_POLICY, May.APPROVE_POLICY, May.SEE_READING}),
    # Works on what schools and families send to the force.
    Role.OFFICER: frozenset({May.READ_DISCLOSURES}),
    Role.SERGEANT: frozenset({May.READ_DISCLOSURES, May.READ_FIGURES, May.READ_AUDIT}),
}


def role_may(role: str, permission: May) -> bool:
    return permission in MATRIX.get(role, frozenset())
