from django.urls import path

from upstander.desks.frame import views

app_name = "frame"
urlpatterns = [path(views.LEAVE_ADDRESS.lstrip("/"), views.leave, name="leave")]
