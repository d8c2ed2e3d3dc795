"""Where images and documents are kept, and who may use which."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, CollectionViewRestriction, GroupCollectionPermission

from core.restrictions import MEMBERS

PUBLIC = "Public files"
MEMBERS_DOCUMENTS = "Members' documents"
INTERNAL = "Tellers and operators"

_EDITING_GROUPS = ("Editors", "Publishers")
_INTERNAL_GROUPS = ("Tellers", "Operators")


def make_collections() -> None:
    """Make the collections that are missing; one that exists stays as operators set it.

    Wagtail gives editors the root collection, and with it everything below.
    They get the public files instead, so that papers of tellers and operators
    can be kept where editors neither see nor change them. In the collection
    for members they keep documents and no pictures: a picture is never private.
    """
    root = Collection.get_first_root_node()
    if not root.get_children().filter(name=PUBLIC).exists():
        public = root.add_child(name=PUBLIC)
        GroupCollectionPermission.objects.filter(collection=root, group__name__in=_EDITING_GROUPS).update(
            collection=public
        )
    if not root.get_children().filter(name=MEMBERS_DOCUMENTS).exists():
        _make_private(root, name=MEMBERS_DOCUMENTS, kept_by=_EDITING_GROUPS, kind=MEMBERS)
    if not root.get_children().filter(name=INTERNAL).exists():
        _make_private(root, name=INTERNAL, kept_by=_INTERNAL_GROUPS, kind=CollectionViewRestriction.GROUPS)


def public_files() -> Collection:
    """The collection of what may stand on public pages; the root where it was not made."""
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=PUBLIC).first() or root


def members_documents() -> Collection:
    """The collection of what members in good standing alone may have. Raises Collection.DoesNotExist."""
    return Collection.get_first_root_node().get_children().get(name=MEMBERS_DOCUMENTS)


def _make_private(root: Collection, *, name: str, kept_by: tuple[str, ...], kind: str) -> None:
    """`kept_by`: the groups that keep documents in it; by the kind "groups" they alone may read them."""
    collection = root.add_child(name=name)
    groups = list(Group.objects.filter(name__in=kept_by))
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind)
    if kind == CollectionViewRestriction.GROUPS:
        restriction.groups.set(groups)
    rights = Permission.objects.filter(
        codename__in=("add_document", "change_document", "choose_document"),
        content_type__app_label="wagtaildocs",
    )
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=collection, permission=permission)
        for group in groups
        for permission in rights
    )
