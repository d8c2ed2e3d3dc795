"""Where images and documents are kept, and who may use which."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, CollectionViewRestriction, GroupCollectionPermission

PUBLIC = "Public files"
INTERNAL = "Tellers and operators"

_EDITING_GROUPS = ("Editors", "Publishers")
_INTERNAL_GROUPS = ("Tellers", "Operators")


def make_collections() -> None:
    """Make the two collections that are missing; one that exists stays as operators set it.

    Wagtail gives editors the root collection, and with it everything below.
    They get the public files instead, so that papers of tellers and operators
    can be kept where editors neither see nor change them.
    """
    root = Collection.get_first_root_node()
    if not root.get_children().filter(name=PUBLIC).exists():
        public = root.add_child(name=PUBLIC)
        GroupCollectionPermission.objects.filter(collection=root, group__name__in=_EDITING_GROUPS).update(
            collection=public
        )
    if not root.get_children().filter(name=INTERNAL).exists():
        _make_internal(root)


def public_files() -> Collection:
    """The collection of what may stand on public pages; the root where it was not made."""
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=PUBLIC).first() or root


def _make_internal(root: Collection) -> None:
    internal = root.add_child(name=INTERNAL)
    groups = list(Group.objects.filter(name__in=_INTERNAL_GROUPS))
    restriction = CollectionViewRestriction.objects.create(
        collection=internal, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.set(groups)
    rights = Permission.objects.filter(
        codename__in=("add_document", "change_document", "choose_document"),
        content_type__app_label="wagtaildocs",
    )
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=internal, permission=permission)
        for group in groups
        for permission in rights
    )
