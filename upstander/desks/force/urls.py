from django.urls import path

from upstander.desks.force.views import today

app_name = "force"
urlpatterns = [path("", today, name="today")]
