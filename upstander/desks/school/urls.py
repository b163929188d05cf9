"""The school desk's addresses: one line a page."""

from django.urls import path

from upstander.desks.school.views import lists, search, today

app_name = "school"
urlpatterns = [
    path("", today.today, name="today"),
    path("reports/", lists.reports, name="reports"),
    path("cases/", lists.cases, name="cases"),
    path("duties/", lists.duties, name="duties"),
    path("waiting/", lists.waiting, name="waiting"),
    path("search/", search.find, name="search"),
]
