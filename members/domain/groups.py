"""The four roles of staff, as groups."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupApprovalTask, Workflow

from members.models import GroupGrant

EDITORS = "Editors"
PUBLISHERS = "Publishers"
TELLERS = "Tellers"
OPERATORS = "Operators"

# Wagtail makes this group, and the permissions of both it and "Editors".
_WAGTAILS_PUBLISHERS = "Moderators"

# What a group is given, once; what an operator changes later stays as it is.
_GIVEN = {
    EDITORS: ["wagtailadmin.access_admin"],
    PUBLISHERS: ["wagtailadmin.access_admin"],
    TELLERS: ["wagtailadmin.access_admin", "voting.run_membervote"],
    OPERATORS: [
        "wagtailadmin.access_admin",
        "members.view_member",
        "members.add_member",
        "members.change_member",
        "members.import_member",
        "members.merge_member",
        "members.export_member",
        "members.view_membershiptier",
        "members.add_membershiptier",
        "members.change_membershiptier",
        "members.decide_claim",
        "members.decide_correction",
        "members.change_membershipsettings",
        "members.view_chapter",
        "members.add_chapter",
        "members.change_chapter",
        "members.view_user",
        "members.add_user",
        "members.change_user",
        "members.manage_api_tokens",
        "voting.operate_membervote",
    ],
}


def ensure_groups() -> None:
    """Make the groups that are missing, and give each what is new for it.

    A right is given once and remembered: a group that lost it since does not
    get it back.
    """
    _rename_moderators()
    for name, labels in _GIVEN.items():
        group, _made = Group.objects.get_or_create(name=name)
        known = set(GroupGrant.objects.filter(group=group).values_list("permission", flat=True))
        new = _permissions([label for label in labels if label not in known])
        group.permissions.add(*new.values())
        GroupGrant.objects.bulk_create(
            [GroupGrant(group=group, permission=label) for label in new], ignore_conflicts=True
        )


def _permissions(labels: list[str]) -> dict[str, Permission]:
    """Those that exist already, by label: the others are given once they do."""
    codenames = [label.partition(".")[2] for label in labels]
    found = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.filter(codename__in=codenames).select_related("content_type")
    }
    return {label: found[label] for label in labels if label in found}


def _rename_moderators() -> None:
    if Group.objects.filter(name=PUBLISHERS).exists():
        return
    if Group.objects.filter(name=_WAGTAILS_PUBLISHERS).update(name=PUBLISHERS):
        for model in (Workflow, GroupApprovalTask):
            model.objects.filter(name="Moderators approval").update(name="Publishers approval")
