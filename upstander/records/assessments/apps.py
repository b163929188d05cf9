from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "upstander.records.assessments"
    label = "assessments"
