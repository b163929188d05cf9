from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "upstander.records.organisations"
    label = "organisations"
