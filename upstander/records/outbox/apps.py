from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "upstander.records.outbox"
    label = "outbox"
