from django.urls import path

from upstander.desks.oversight.views import figures

app_name = "oversight"
urlpatterns = [path("", figures, name="figures")]
