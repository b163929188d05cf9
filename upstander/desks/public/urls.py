from django.urls import path

from upstander.desks.public.views.home import home
from upstander.desks.public.views.policy import policy
from upstander.desks.public.views.rules import rules

app_name = "public"
urlpatterns = [
    path("", home, name="home"),
    path("rules/", rules, name="rules"),
    path("rules/<slug:id>/", rules, name="rulebook"),
    path("policy/<int:urn>/", policy, name="policy"),
    path("policy/<int:urn>/<str:day>/", policy, name="policy_version"),
]
