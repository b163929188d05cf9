from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "upstander.desks.public"
    label = "public"
