from django.apps import AppConfig


class ForceDeskConfig(AppConfig):
    name = "upstander.desks.force"
    label = "force_desk"
