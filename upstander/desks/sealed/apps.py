from django.apps import AppConfig


class SealedConfig(AppConfig):
    name = "upstander.desks.sealed"
    label = "sealed"
    verbose_name = "What a school sent to another that nobody has here"
