from __future__ import annotations

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "upstander.operations"
    label = "operations"

    def ready(self) -> None:
        from django.core.checks import register

        from upstander.operations.checks import families_can_be_reached, nothing_is_half_set_up

        register(nothing_is_half_set_up)
        register(families_can_be_reached, deploy=True)
