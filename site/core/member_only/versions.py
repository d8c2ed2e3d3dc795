"""A page is private in all its languages, or in none.

The row on one version is written on the others, so that lists, sitemap and
dialogs, which look at one version, all say the same. The gate does not rely on
it. The rows of other versions are written without signals: theirs would begin
all this again.
"""

from django.db.models import Q, QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from core.restrictions import nearest_restriction

_Groups = PageViewRestriction.groups.through


def watch_restrictions() -> None:
    """Connects the signals; called once, when the apps are ready."""
    post_save.connect(_saved, sender=PageViewRestriction, dispatch_uid="member-only")
    post_delete.connect(_deleted, sender=PageViewRestriction, dispatch_uid="member-only")
    m2m_changed.connect(_groups_changed, sender=_Groups, dispatch_uid="member-only")
    post_page_move.connect(_moved, dispatch_uid="member-only")


def carry_to_copy(*, page: Page, copy: Page) -> bool:
    """Restrict a copy as its original is, where Wagtail has not; True if that was needed.

    Wagtail carries what is set on the page itself, not what the page has from
    those above it. A row on `page` is written on its other languages too.
    """
    found = nearest_restriction(page)
    if found is None or nearest_restriction(copy) is not None:
        return False
    row = PageViewRestriction(page=copy, restriction_type=found.restriction_type, password=found.password)
    row.save()
    row.groups.set(found.groups.all())
    return True


def _saved(sender, instance, raw=False, **_signal) -> None:
    if raw:
        return
    for page in _other_versions(instance.page):
        kind = {"restriction_type": instance.restriction_type, "password": instance.password}
        if not PageViewRestriction.objects.filter(page=page).update(**kind):
            PageViewRestriction.objects.bulk_create([PageViewRestriction(page=page, **kind)])
    _write_groups(instance)


def _moved(sender, instance, **_signal) -> None:
    """Below a private page now, while its other languages have stayed where they were."""
    if nearest_restriction(instance) is not None:
        for page in _other_versions(instance):
            carry_to_copy(page=instance, copy=page)


def _groups_changed(sender, instance, action, reverse, **_signal) -> None:
    if action.startswith("post_") and not reverse:
        _write_groups(instance)


def _write_groups(restriction: PageViewRestriction) -> None:
    rows = PageViewRestriction.objects.filter(page__in=_other_versions(restriction.page))
    groups = list(restriction.groups.values_list("pk", flat=True))
    _Groups.objects.filter(pageviewrestriction__in=rows).delete()
    _Groups.objects.bulk_create(
        _Groups(pageviewrestriction=row, group_id=group) for row in rows for group in groups
    )


def _deleted(sender, instance, origin=None, **_signal) -> None:
    model = origin.model if isinstance(origin, QuerySet) else type(origin)
    # One language of a private page was deleted: that makes no other public.
    if model is not PageViewRestriction:
        return
    rows = PageViewRestriction.objects.filter(page__in=_other_versions(instance.page))
    _Groups.objects.filter(pageviewrestriction__in=rows).delete()
    rows._raw_delete(rows.db)


def _other_versions(page: Page) -> QuerySet[Page]:
    same = Q(translation_key=page.translation_key) | Q(alias_of=page.pk)
    return Page.objects.filter(same).exclude(pk=page.pk)
