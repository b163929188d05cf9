from django.apps import AppConfig


class OversightDeskConfig(AppConfig):
    name = "upstander.desks.oversight"
    label = "oversight_desk"
