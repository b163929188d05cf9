"""Which journey looks at which pages, by their names in the URL configuration. Each journey holds itself to its line.

test_no_page_is_forgotten.py compares this with the addresses that there are.
"""

from __future__ import annotations

LISTS = ("today", "reports", "cases", "duties", "steps", "waiting", "came_in", "checks", "again", "search", "emails")
OF_A_CASE = (
    "case",
    "case_history",
    "case_people",
    "case_person",
    "case_notes",
    "case_finding",
    "case_plan",
    "case_statements",
    "case_statement",
    "case_link",
    "case_measures",
    "case_families",
    "case_evidence",
    "case_access",
    "case_close",
    "case_checks",
    "case_told",
    "case_clock",
)

LOOKED_AT: dict[str, set[str]] = {
    "between schools": {"school:case_schools", "school:case_referral", "school:exchange", "school:exchanges"},
    "schools elsewhere": {"school:exchange", "school:exchange_said", "sealed:door", "sealed:held"},
    "a report on a phone": {
        *("family:start", "family:question", "family:school", "family:evidence", "family:check", "family:sent"),
        "family:back",
    },
    "a report that goes less smoothly": {"family:start", "family:question", "family:school", "family:later"},
    "from a report to a letter": {
        *("public:home", "family:evidence", "family:back", "family:letter", "family:disagree"),
        *("school:complaints", "school:complaint"),
        *("school:report", "school:open_case", "school:letter_compose", "school:letter_news", "school:letter"),
    },
    "the first sign-in": {
        *("welcome", "mfa_activate_totp", "mfa_view_recovery_codes", "mfa_authenticate"),
        *("account_reauthenticate", "mfa_reauthenticate", "account_change_password", "account_inactive"),
    },
    "what all see": {"public:rules", "public:rulebook", "account_login", "oversight:figures"},
    "the school desk": {
        *(f"school:{name}" for name in LISTS),
        "school:report",
        "school:open_case",
        "school:join_case",
        "school:what_if",
        "school:report_messages",
        *("school:days", "school:staff", "school:away", "school:left"),
    },
    "a case": {
        *(f"school:{name}" for name in OF_A_CASE),
        "school:case_messages_with",
        "school:case_part",
        "school:case_family_report",
        "school:case_not_told",
        *("school:verdict", "school:case_carers", "school:case_reached"),
    },
    "the policy and prevention": {
        *("school:policy", "school:policy_draft", "school:policy_clause", "school:policy_kind", "school:policy_approve"),
        *("school:policy_drop", "school:policy_dropped"),
        *("school:prevention", "school:prevention_add", "school:prevention_measure", "school:prevention_link"),
        *("public:policy", "public:policy_version"),
    },
    "writing down": {"school:take_down", "school:paper"},
    "handing in": {"school:report_evidence", "school:report_code"},
    "duplicates": {
        "school:duplicates",
        "school:search",
        "school:person",
        "school:same_person",
        "school:same_report",
        "school:undo_same",
    },
    "a day": {
        "school:today",
        *("school:came_in", "school:arrival", "school:cases", "school:case"),
        *("school:letter_disagree", "school:complaint", "school:complaint_stages"),
    },
    "evidence": {"school:case_evidence", "school:evidence_item"},
    "a statement": {"school:case_statement", "school:case_statements", "school:case_correct", "school:case_link", "family:say"},
    "what the school did": {
        *("school:case_devices", "school:case_device_take", "school:case_device_search", "school:case_device_follow"),
        *("school:devices", "school:case_staff_support"),
        *("school:case_incidents", "school:case_incident", "school:case_incident_right"),
    },
    "whether it has stopped": {
        *("family:stopped", "family:back", "school:again", "school:case", "school:case_checks", "school:case_check"),
        "school:case_reopen",
    },
    "what the policy says": {
        *("school:policy_readings", "school:policy_reading", "school:policy_statement", "school:policy_summary"),
    },
    "the police": {
        *("school:case", "school:case_police", "school:case_police_ask", "school:case_police_pack", "school:case_police_sheet"),
        *("school:case_police_told", "school:evidence_item"),
    },
    "the force desk": {"force:today"},
}

NOT_A_PAGE = {
    "health": "one word, for whoever watches the process",
    "landing": "leads to the desk of whoever signed in",
    "frame:leave": "leads to another site",
    "family:write": "a form of family:back, which it shows",
    "family:add": "a form of family:back, which it shows",
    "family:out": "leads to family:back",
    "family:resume": "takes the key and leads to the next question",
    "family:letter_pdf": "a PDF",
    "school:case_messages": "leads to the messages with the report that came first",
    "school:case_unlink": "a form of school:case_statements, which it shows",
    "school:case_step": "a form of school:case_plan, which it shows",
    "school:case_settle": "a form of school:case_checks, which it shows",
    "school:case_glance": "a piece of a page, which the lists show",
    "school:report_glance": "a piece of a page, which the lists show",
    "school:pair": "leads to both, side by side",
    "school:letter_pdf": "a PDF",
    "school:exchange_pdf": "a PDF",
    "school:evidence_picture": "a picture",
}
