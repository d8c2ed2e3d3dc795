"""Deleting a login: the way in and what was written with it go; the member stays on the roll.

Rights hang on the member, and so does having voted: whoever deletes the login
in an open vote and comes back is the same member, and cannot vote twice.
"""

import logging
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import ProtectedError
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry

from members.domain.errors import SignedLoginStays, StaffLoginStays
from members.mails import write_to
from members.models import Correction, Member, SignInLink, User, address_key
from voting.api import electorates
from voting.domain.appeals import forget_appeals_of

logger = logging.getLogger(__name__)


def delete_login(*, user: User, at: datetime) -> None:
    """Delete the login with its linked sign-ins, sessions, claims, corrections and appeals.

    Of a member the entry on the roll stays, with its history and without a
    login; so do the rolls of votes and that she took part (`voting.domain.erasing`
    says until when, once she leaves the roll too). The primary address of the
    roll is told. Raises StaffLoginStays, SignedLoginStays.
    """
    check_can_be_deleted(user)
    pk, member = user.pk, Member.objects.filter(user=user).first()
    addresses = [user.email] if user.email else []
    refs = {ref for electorate in electorates if (ref := electorate.ref_for(user=user))}
    try:
        with transaction.atomic():
            for ref in refs:
                forget_appeals_of(voter_ref=ref, at=at)
            if member:
                addresses += [email.address for email in member.emails.all()]
                Correction.objects.filter(member=member).delete()
            _forget_addresses(addresses)
            _forget_name_in_logs(user)
            user.delete()
            if member:
                write_to(
                    member=Member.objects.get(pk=member.pk),
                    subject=gettext_lazy("Your sign-in for %(site)s was deleted"),
                    template="login_deleted.txt",
                )
    except ProtectedError as error:
        raise SignedLoginStays from error
    logger.info("login %s deleted by its owner", pk)


def check_can_be_deleted(user: User) -> None:
    """Whoever works here must first be relieved of it. Raises StaffLoginStays."""
    if user.is_staff or user.is_superuser or user.groups.exists() or user.user_permissions.exists():
        raise StaffLoginStays


def _forget_addresses(addresses: list[str]) -> None:
    """Links that were sent, and background tasks that are done and named the address."""
    keys = {address_key(address) for address in addresses}
    for link in SignInLink.objects.only("pk", "address"):
        if address_key(link.address) in keys:
            link.delete()
    done = DBTaskResult.objects.annotate(told=Cast("args_kwargs", models.TextField())).exclude(
        status__in=("READY", "RUNNING")
    )
    for address in addresses:
        done.filter(told__icontains=address).delete()


def _forget_name_in_logs(user: User) -> None:
    """The editor's log calls a login by its name or address: from now on by its number."""
    ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk)
    ).update(label=f"#{user.pk}", data={})
