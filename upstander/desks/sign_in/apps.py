from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "upstander.desks.sign_in"
    label = "sign_in"
