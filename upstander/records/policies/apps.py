from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "upstander.records.policies"
    label = "policies"
