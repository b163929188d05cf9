"""The addresses of the policy's ladder and of the register of prevention: one line a page."""

from django.urls import path

from upstander.desks.school.views import ladder, prevention

KIND = "policy/draft/kind/<slug:behaviour>/"
MEASURE = "prevention/<uuid:prevention_id>/"
urlpatterns = [
    path("policy/", ladder.policy, name="policy"),
    path("policy/draft/", ladder.draft, name="policy_draft"),
    path("policy/draft/approve/", ladder.approve, name="policy_approve"),
    path("policy/draft/drop/", ladder.drop, name="policy_drop"),
    path("policy/dropped/<uuid:ladder_id>/", ladder.dropped, name="policy_dropped"),
    path("policy/draft/kind/", ladder.clause, name="policy_kind"),
    path(KIND, ladder.clause, name="policy_clause"),
    path(f"{KIND}move/", ladder.move, name="policy_move"),
    path(f"{KIND}take-out/", ladder.take_out, name="policy_take_out"),
    path("prevention/", prevention.register, name="prevention"),
    path("prevention/add/", prevention.add, name="prevention_add"),
    path(MEASURE, prevention.measure, name="prevention_measure"),
    path(f"{MEASURE}change/", prevention.change, name="prevention_change"),
    path(f"{MEASURE}done/", prevention.done, name="prevention_done"),
    path(f"{MEASURE}case/", prevention.link, name="prevention_link"),
    path(f"{MEASURE}end/", prevention.end, name="prevention_end"),
    path("prevention/case/<uuid:prompt_id>/take-back/", prevention.unlink, name="prevention_unlink"),
]
