from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "upstander.records.access"
    label = "access"
