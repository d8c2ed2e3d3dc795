"""Wagtail's index of what refers to what, brought up to date without waiting for background tasks."""

from django.db.models import Model
from wagtail.models import ReferenceIndex

_AT_A_TIME = 500


def marked_models() -> list[type[Model]]:
    """The models in the index whose rows can belong to the demo."""
    marked = [model for model in ReferenceIndex.indexed_models if has_mark(model)]
    return sorted(marked, key=lambda model: model._meta.label)


def has_mark(model: type[Model]) -> bool:
    """Whether rows of this model say themselves if they belong to the demo."""
    return any(field.name == "is_demo" for field in model._meta.fields)


def read_references_anew(*, is_demo: bool) -> None:
    """Index every row of the demo, or every row that is not of the demo."""
    for model in marked_models():
        for row in model._base_manager.filter(is_demo=is_demo).iterator(chunk_size=_AT_A_TIME):
            ReferenceIndex.create_or_update_for_object(row)
