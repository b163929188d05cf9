from django.apps import AppConfig


class SchoolDeskConfig(AppConfig):
    name = "upstander.desks.school"
    label = "school_desk"
    verbose_name = "The school desk"
