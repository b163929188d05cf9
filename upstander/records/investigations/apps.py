from django.apps import AppConfig


class InvestigationsConfig(AppConfig):
    name = "upstander.records.investigations"
    label = "investigations"
