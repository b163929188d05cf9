from django.urls import path

from upstander.desks.sealed import views

app_name = "sealed"
urlpatterns = [
    path("", views.held, name="held"),
    path("out/", views.out, name="out"),
    path("files/<uuid:enclosure_id>/", views.file, name="file"),
    path("<str:word>/", views.door, name="door"),
]
