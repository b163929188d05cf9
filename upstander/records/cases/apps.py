from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "upstander.records.cases"
    label = "cases"
