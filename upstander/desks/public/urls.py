from django.urls import path

from upstander.desks.public.views.home import home

app_name = "public"
urlpatterns = [path("", home, name="home")]
