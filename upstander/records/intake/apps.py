from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "upstander.records.intake"
    label = "intake"
