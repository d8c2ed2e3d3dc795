"""The logins of the demo's staff, reached by the demo's sign-in provider."""

from django.contrib.auth.models import Group
from django.db import transaction
from social_django.models import UserSocialAuth

from members.demo_people import DemoPerson
from members.models import User


@transaction.atomic
def make_demo_login(*, person: DemoPerson) -> User:
    """A login with the person's roles, which the demo's provider opens; safe to repeat.

    A person on the roll needs none: the provider vouches for the address.
    """
    association = UserSocialAuth.objects.filter(provider="demo-oidc", uid=person.email).first()
    if association:
        user = association.user
    else:
        user = User.objects.create_user(email=person.email, name=person.name, is_demo=True)
        UserSocialAuth.objects.create(user=user, provider="demo-oidc", uid=person.email, id_key="sub")
    user.groups.set(Group.objects.filter(name__in=person.groups))
    return user
