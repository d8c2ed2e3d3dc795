"""People for the tests."""

from datetime import date
from itertools import count

from django.contrib.auth.models import Group
from social_django.models import UserSocialAuth

from members.models import Member, MemberEmail, Membership, MembershipTier, User

_numbers = count(1)
YEAR_2026 = (date(2026, 1, 1), date(2026, 12, 31))


def make_tier(*, code="regular", grace_days=0, counts_for_voting=True):
    tier, _ = MembershipTier.objects.update_or_create(
        code=code, defaults={"name": code, "grace_days": grace_days, "counts_for_voting": counts_for_voting}
    )
    return tier


def make_member(*, name="", email="", periods=(), tier=None, user=None, language="en"):
    """A member; `periods`: (first day, last day) of each membership."""
    number = next(_numbers)
    member = Member.objects.create(
        member_no=f"M-{number}",
        first_name=name.partition(" ")[0] or "Member",
        last_name=name.partition(" ")[2] or str(number),
        language=language,
        user=user,
    )
    if email:
        MemberEmail.objects.create(member=member, address=email)
    for starts_on, expires_on in periods:
        make_membership(member, starts_on, expires_on, tier=tier)
    return member


def make_membership(member, starts_on, expires_on, *, tier=None, cancelled_on=None):
    return Membership.objects.create(
        member=member,
        tier=tier or make_tier(),
        starts_on=starts_on,
        expires_on=expires_on,
        cancelled_on=cancelled_on,
        source="test",
    )


def make_user(*, email="", name="Somebody", groups=(), **fields):
    user = User.objects.create_user(email=email, name=name, **fields)
    user.groups.set(Group.objects.filter(name__in=groups))
    assert user.groups.count() == len(groups)
    return user


def make_association(user, *, provider="demo-oidc", uid="someone"):
    return UserSocialAuth.objects.create(user=user, provider=provider, uid=uid, id_key="sub")
