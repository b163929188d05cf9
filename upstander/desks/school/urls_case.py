"""The addresses of cases and of evidence: one line a page."""

from django.urls import path

from upstander.desks.school.views import (
    case,
    clock,
    closing,
    evidence,
    families,
    finding,
    glance,
    measures,
    messages,
    notes,
    people,
    sharing,
)

CASE = "cases/<uuid:case_id>/"
FILE = "evidence/<uuid:item_id>/"
urlpatterns = [
    path(CASE, case.case, name="case"),
    path(f"{CASE}glance/", glance.case, name="case_glance"),
    path(f"{CASE}history/", case.history, name="case_history"),
    path(f"{CASE}people/", people.people, name="case_people"),
    path(f"{CASE}people/add/", people.add, name="case_person"),
    path(f"{CASE}people/<uuid:involvement_id>/", people.change, name="case_part"),
    path(f"{CASE}people/<uuid:involvement_id>/names/", people.other_names, name="case_other_names"),
    path(f"{CASE}notes/", notes.notes, name="case_notes"),
    path(f"{CASE}messages/", messages.messages, name="case_messages"),
    path(f"{CASE}messages/<uuid:report_id>/", messages.messages_with, name="case_messages_with"),
    path(f"{CASE}finding/", finding.finding, name="case_finding"),
    path(f"{CASE}measures/", measures.measures, name="case_measures"),
    path(f"{CASE}families/", families.families, name="case_families"),
    path(f"{CASE}families/<uuid:family_id>/report/", families.report_of, name="case_family_report"),
    path(f"{CASE}families/<uuid:family_id>/not-told/", families.not_told, name="case_not_told"),
    path(f"{CASE}families/<uuid:family_id>/tell-after-all/", families.after_all, name="case_tell_after_all"),
    path(f"{CASE}clock/", clock.clock, name="case_clock"),
    path(f"{CASE}clock/start/", clock.start, name="case_clock_start"),
    path(f"{CASE}close/", closing.close, name="case_close"),
    path(f"{CASE}evidence/", evidence.evidence, name="case_evidence"),
    path(f"{CASE}access/", sharing.access, name="case_access"),
    path(f"{CASE}access/give/", sharing.give, name="case_give"),
    path(f"{CASE}access/take-back/", sharing.take_back, name="case_take_back"),
    path(f"{CASE}access/lead/", sharing.lead, name="case_lead"),
    path(f"{CASE}access/conflict/", sharing.conflict, name="case_conflict"),
    path(FILE, evidence.item, name="evidence_item"),
    path(f"{FILE}look/", evidence.look, name="evidence_look"),
    path(f"{FILE}picture/", evidence.picture, name="evidence_picture"),
    path(f"{FILE}download/", evidence.download, name="evidence_download"),
]
