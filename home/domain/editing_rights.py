"""What editors and publishers may edit beside pages."""

from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

EDITORS = ("Editors", "Publishers")
PUBLISHERS = ("Publishers",)

# Words and facts that editors keep.
_EDITED = (
    "issues.IssueArea",
    "issues.PolicyPosition",
    "home.FaqGroup",
    "home.FaqEntry",
    "candidates.PublicElection",
    "candidates.Race",
    "candidates.Candidate",
    "candidates.Candidacy",
    "statehouse.District",
)
_EDITING = ("view", "add", "change")


def grant_editing_rights() -> None:
    """Give both groups their first rights; a group that has any of them is left as operators set it."""
    edited = Q()
    for label in _EDITED:
        edited |= _rights(label, _EDITING)
    _grant(EDITORS, edited)
    _grant(
        PUBLISHERS,
        _rights("candidates.Endorsement", ("view", "change")) | _rights("home.FaqEntry", ("publish",)),
    )


def _rights(label: str, actions: Iterable[str]) -> Q:
    model = apps.get_model(label)
    codenames = [f"{action}_{model._meta.model_name}" for action in actions]
    return Q(content_type=ContentType.objects.get_for_model(model), codename__in=codenames)


def _grant(groups: Iterable[str], rights: Q) -> None:
    permissions = list(Permission.objects.filter(rights))
    for group in Group.objects.filter(name__in=groups):
        if not group.permissions.filter(pk__in=[right.pk for right in permissions]).exists():
            group.permissions.add(*permissions)
