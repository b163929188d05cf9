from django.apps import AppConfig


class FrameConfig(AppConfig):
    name = "upstander.desks.frame"
    label = "frame"
    verbose_name = "What every desk shares"
