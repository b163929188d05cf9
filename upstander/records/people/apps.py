from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "upstander.records.people"
    label = "people"
