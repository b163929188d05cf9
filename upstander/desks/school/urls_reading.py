"""Addresses of the pages on what the school's policy says."""

from django.urls import path

from upstander.desks.school.views import policy_reading as views

urlpatterns = [
    path("policy/reading/", views.readings, name="policy_readings"),
    path("policy/reading/<uuid:reading_id>/", views.reading, name="policy_reading"),
    path("policy/reading/<uuid:reading_id>/summary/", views.summary, name="policy_summary"),
    path("policy/reading/<uuid:reading_id>/download/", views.download, name="policy_download"),
    path("policy/reading/<uuid:reading_id>/again/", views.again, name="policy_again"),
    path("policy/reading/<uuid:reading_id>/<slug:statement>/", views.statement, name="policy_statement"),
]
