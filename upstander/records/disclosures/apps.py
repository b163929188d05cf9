from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    name = "upstander.records.disclosures"
    label = "disclosures"
