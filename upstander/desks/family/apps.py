from django.apps import AppConfig


class FamilyConfig(AppConfig):
    name = "upstander.desks.family"
    label = "family"
    verbose_name = "The family desk"
