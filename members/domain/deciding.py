"""The office decides on claims of membership: who it is, or why not."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy

from members.domain.claims import member_with_number
from members.domain.errors import ClaimDecided, MemberHasLogin, OwnClaim, ReasonMissing
from members.domain.joining import join_login
from members.domain.relinking import move_login
from members.mails import write_to
from members.models import Member, MembershipClaim, User

_PENDING = MembershipClaim.State.PENDING
_CANDIDATES = 8


def claims_waiting(*, at: datetime):
    """Claims that need a person: those whose link was sent and can still be opened are left alone."""
    return (
        MembershipClaim.objects.filter(state=_PENDING)
        .filter(Q(link_expires_at=None) | Q(link_expires_at__lte=at))
        .select_related("user")
        .order_by("made_at", "pk")
    )


def candidates_for(claim: MembershipClaim) -> list[Member]:
    """Members who have what was given, or a name like it; a proposal to look at, and no more."""
    found: dict[int, Member] = {}
    numbered = member_with_number(claim.given_number)
    if numbered:
        found[numbered.pk] = numbered
    members = Member.objects.with_standing().select_related("user").prefetch_related("emails")
    for text in (claim.given_address, claim.given_name, claim.user.name):
        if text and len(found) < _CANDIDATES:
            for member in members.matching(text)[:_CANDIDATES]:
                found.setdefault(member.pk, member)
    ids = list(found)[:_CANDIDATES]
    return sorted(members.filter(pk__in=ids), key=lambda member: ids.index(member.pk))


@transaction.atomic
def accept_claim(
    *, claim: MembershipClaim, member: Member, by: User, at: datetime, reason: str = "", replace: bool = False
) -> None:
    """Join the login that claims to this member.

    `replace`: the member has a login already, which loses the membership.
    `reason`: how the office knows; the person reads it.
    Raises ClaimDecided, OwnClaim, MemberHasLogin, LoginHasMember,
    FrozenDuringVote.
    """
    _take(claim, by)
    member = Member.objects.select_related("user").get(pk=member.pk)
    if member.user is None:
        join_login(member=member, user=claim.user, at=at, by_office=True)
    elif replace:
        move_login(member=member, user=claim.user, replaces=member.user, at=at, by=by)
    else:
        raise MemberHasLogin
    _decide(claim, state=MembershipClaim.State.VERIFIED, by=by, at=at, reason=reason, member=member)


@transaction.atomic
def reject_claim(*, claim: MembershipClaim, by: User, reason: str, at: datetime) -> None:
    """Say no, with a reason that the person reads. Raises ClaimDecided, OwnClaim, ReasonMissing."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    _take(claim, by)
    _decide(claim, state=MembershipClaim.State.REJECTED, by=by, at=at, reason=reason, member=None)
    # Only to an address of which we know whose it is. The page of the account says it in any case.
    if claim.user.email:
        write_to(
            address=claim.user.email,
            language=claim.language,
            subject=gettext_lazy("Your membership in %(site)s: we could not find you"),
            template="claim_rejected.txt",
            context={"reason": reason},
        )


def _take(claim: MembershipClaim, by: User) -> None:
    """Nobody decides for herself, and nobody twice."""
    if claim.user_id == by.pk:
        raise OwnClaim
    if not MembershipClaim.objects.select_for_update().filter(pk=claim.pk, state=_PENDING).exists():
        raise ClaimDecided


def _decide(claim: MembershipClaim, *, state, by, at, reason, member) -> None:
    claim.state, claim.member, claim.reason = state, member, reason.strip()
    claim.decided_by, claim.decided_at = by, at
    claim.link_hash, claim.link_expires_at = "", None
    claim.save()
