from django.core.exceptions import ValidationError


def refuse_second_page(page, fact: str, message) -> None:
    """One live page a language for one fact; raises ValidationError beside the field."""
    fact_id = getattr(page, f"{fact}_id")
    if fact_id is None or page.locale_id is None:
        return
    others = type(page).objects.live().filter(**{fact: fact_id}, locale_id=page.locale_id)
    if others.exclude(pk=page.pk).exists():
        raise ValidationError({fact: message})
