from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "upstander.records.audit"
    label = "audit"
