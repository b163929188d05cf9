from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "upstander.records.evidence"
    label = "evidence"
