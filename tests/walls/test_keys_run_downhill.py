"""A record points at what it rests on, never at what rests on it, so that no loop can form."""

from __future__ import annotations

from django.apps import apps
from django.db.models import ForeignKey

from tests.walls.worlds import is_ours

# architecture.md, "Which may import which", within records; siblings share a place.
ORDER = [
    {"audit", "outbox"}, {"people"}, {"organisations"}, {"access"}, {"evidence"}, {"intake"}, {"assessments"}, {"cases"},
    {"investigations", "policies"}, {"disclosures"}, {"enquiries"}, {"figures"},
]  # fmt: skip
PLACE = {label: place for place, labels in enumerate(ORDER) for label in labels}
OURS = [model for model in apps.get_models(include_auto_created=True) if is_ours(model)]


def test_every_foreign_key_points_down_or_stays_at_home() -> None:
    uphill = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in OURS
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and is_ours(field.related_model)
        if model._meta.app_label != field.related_model._meta.app_label
        if PLACE[model._meta.app_label] <= PLACE[field.related_model._meta.app_label]
    ]
    assert uphill == []


def test_every_record_has_its_place_in_the_order() -> None:
    assert {model._meta.app_label for model in OURS} <= PLACE.keys()


def test_the_audit_record_points_at_nothing() -> None:
    (entry,) = apps.get_app_config("audit").get_models()
    assert not [field for field in entry._meta.get_fields() if field.is_relation]
