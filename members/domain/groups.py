"""The four roles of staff, as groups."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupApprovalTask, Workflow

EDITORS = "Editors"
PUBLISHERS = "Publishers"
TELLERS = "Tellers"
OPERATORS = "Operators"

# Wagtail makes this group, and the permissions of both it and "Editors".
_WAGTAILS_PUBLISHERS = "Moderators"

# What a group starts with; what an operator changes later stays as it is.
_FIRST_PERMISSIONS = {
    EDITORS: ["wagtailadmin.access_admin"],
    PUBLISHERS: ["wagtailadmin.access_admin"],
    TELLERS: ["wagtailadmin.access_admin", "voting.run_membervote"],
    OPERATORS: [
        "wagtailadmin.access_admin",
        "members.view_member",
        "members.add_member",
        "members.change_member",
        "members.view_membershiptier",
        "members.add_membershiptier",
        "members.change_membershiptier",
        "members.decide_claim",
        "members.change_membershipsettings",
        "members.view_user",
        "members.add_user",
        "members.change_user",
        "members.manage_api_tokens",
        "voting.operate_membervote",
    ],
}


def ensure_groups() -> None:
    """Make the groups that are missing; a group that exists is left alone."""
    _rename_moderators()
    for name, labels in _FIRST_PERMISSIONS.items():
        group, made = Group.objects.get_or_create(name=name)
        if made:
            group.permissions.set(_permissions(labels))


def _permissions(labels: list[str]) -> list[Permission]:
    wanted = set(labels)
    codenames = [label.partition(".")[2] for label in labels]
    return [
        permission
        for permission in Permission.objects.filter(codename__in=codenames).select_related("content_type")
        if f"{permission.content_type.app_label}.{permission.codename}" in wanted
    ]


def _rename_moderators() -> None:
    if Group.objects.filter(name=PUBLISHERS).exists():
        return
    if Group.objects.filter(name=_WAGTAILS_PUBLISHERS).update(name=PUBLISHERS):
        for model in (Workflow, GroupApprovalTask):
            model.objects.filter(name="Moderators approval").update(name="Publishers approval")
