from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "upstander.records.figures"
    label = "figures"
