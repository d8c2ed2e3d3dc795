"""The logins that run the site."""

from django.contrib.auth.models import Group
from django.db import transaction

from members.domain.groups import OPERATORS, ensure_groups
from members.domain.sign_in_links import login_at
from members.models import User


@transaction.atomic
def make_operator(*, address: str, name: str = "", is_superuser: bool = False) -> User:
    """The login with that address, made where there is none, in the group of operators."""
    ensure_groups()
    user = login_at(address=address) or User.objects.create_user(email=address, name=name)
    user.groups.add(Group.objects.get(name=OPERATORS))
    if is_superuser:
        user.is_staff = user.is_superuser = True
        user.save(update_fields=["is_staff", "is_superuser"])
    return user
