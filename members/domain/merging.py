"""Two records that are one person become one.

Nothing that was recorded is lost: periods of membership, suspensions,
addresses, chapters and history go over to the record that stays. Nobody gets
a second ballot and nobody loses her place: a record that a running vote knows
is never the one that goes.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.text import capfirst

from members.domain.address_notices import tell_of_changed_addresses
from members.domain.errors import (
    LoginFrozen,
    MergeError,
    OwnRecord,
    PlaceInVote,
    PlacesInVote,
    RecordGone,
    SameRecord,
    UnknownChoice,
)
from members.domain.history import record_change
from members.domain.joining import settle_claims
from members.domain.member_facts import differences, facts_of
from members.domain.notices import tell_joined, tell_moved
from members.domain.sessions import sign_out_everywhere
from members.models import Member, MergedRecord, User
from voting.domain.roll_places import RollPlace, hold_rolls, unsettled_places
from voting.models import State

logger = logging.getLogger(__name__)

KEEP, ABSORB = "keep", "absorb"
LOGIN = "login"
# Fields that are taken together: half of one address and half of another is nobody's.
FIELD_GROUPS = {
    "member_no": ("member_no",),
    "name": ("first_name", "last_name"),
    "display_name": ("display_name",),
    "address": ("street", "town", "postal_code"),
    "phone": ("phone",),
    "language": ("language",),
}
# What `_move_rows` leaves alone: most of these have rules of their own. The rows of imports stay
# behind, so that undoing an import never touches the record that stayed; its history is in the changes.
_WITH_RULES = {
    "emails",
    "memberships",
    "suspensions",
    "external_ids",
    "chapter_memberships",
    "merged_records",
    "import_rows",
}


@dataclass(frozen=True)
class MergedField:
    """One group of fields in both records, as text, and which of the two stays (KEEP or ABSORB)."""

    key: str
    label: str
    keep: str
    absorb: str
    taken: str

    @property
    def differs(self) -> bool:
        """Whether somebody has to choose: both records say something, and not the same."""
        return bool(self.keep and self.absorb) and self.keep != self.absorb

    @property
    def value(self) -> str:
        return self.absorb if self.taken == ABSORB else self.keep


@dataclass(frozen=True)
class MergePlan:
    """What merging two records would do.

    `login`: the login that the member has afterwards; `login_left`: one that
    belongs to no member then. `obstacles`: why it cannot be done now.
    """

    keep: Member
    absorb: Member
    fields: list[MergedField]
    emails: list[str]
    external_ids: list[str]
    memberships: list
    suspensions: list
    chapters: list
    login: User | None
    login_left: User | None
    do_not_contact: bool
    obstacles: list[MergeError]

    @property
    def moves_login(self) -> bool:
        return self.login != self.keep.user


def plan_merge(
    *, keep: Member, absorb: Member, by, at: datetime, take: Collection[str] = (), login: str = KEEP
) -> MergePlan:
    """What `merge_members` would do; changes nothing.

    `take`: the groups of fields (keys of FIELD_GROUPS) for which the record
    that goes is right. `login`: whose login stays where both have one, KEEP or
    ABSORB. Raises UnknownChoice.
    """
    if not set(take) <= set(FIELD_GROUPS) or login not in (KEEP, ABSORB):
        raise UnknownChoice
    stays, left = _logins(keep, absorb, login)
    own_keys = {email.key for email in keep.emails.all()}
    return MergePlan(
        keep=keep,
        absorb=absorb,
        fields=[_field(key, keep, absorb, take) for key in FIELD_GROUPS],
        emails=[email.address for email in absorb.emails.all() if email.key not in own_keys],
        external_ids=[f"{row.system}: {row.value}" for row in absorb.external_ids.all()],
        memberships=list(absorb.memberships.all()),
        suspensions=list(absorb.suspensions.all()),
        chapters=list(absorb.chapter_memberships.select_related("chapter")),
        login=stays,
        login_left=left,
        do_not_contact=keep.do_not_contact or absorb.do_not_contact,
        obstacles=list(_obstacles(keep, absorb, stays, by, at)),
    )


@transaction.atomic
def merge_members(
    *, keep: Member, absorb: Member, by, at: datetime, take: Collection[str] = (), login: str = KEEP
) -> Member:
    """Make one record of two; `absorb` is gone afterwards, and what it had belongs to `keep`.

    `take` and `login`: as in `plan_merge`. Raises UnknownChoice, RecordGone,
    SameRecord, OwnRecord, PlaceInVote, PlacesInVote, LoginFrozen.
    """
    hold_rolls()
    locked = {row.pk: row for row in _locked(keep, absorb)}
    if not {keep.pk, absorb.pk} <= set(locked):
        raise RecordGone
    keep, absorb = locked[keep.pk], locked[absorb.pk]
    plan = plan_merge(keep=keep, absorb=absorb, by=by, at=at, take=take, login=login)
    if plan.obstacles:
        raise plan.obstacles[0]
    before = facts_of(keep)
    own_addresses = ", ".join(email.address for email in keep.emails.all())
    gone = absorb.pk
    _move_logins(plan, at)
    _move_what_is_known(plan)
    _move_rows(keep, absorb)
    MergedRecord.objects.filter(member=absorb).update(member=keep)
    MergedRecord.objects.create(member=keep, ref=absorb.ref, member_no=absorb.member_no, at=at, by=by)
    # Read anew: what was moved is no longer hers, and does not go with her.
    Member.objects.get(pk=absorb.pk).delete()
    _set_fields(plan)
    keep = Member.objects.get(pk=keep.pk)
    changes = {**differences(before, facts_of(keep)), "merged": ("", plan.absorb.member_no)}
    record_change(member=keep, at=at, actor=by, source="merge", changes=changes)
    transaction.on_commit(lambda: _tell(keep, plan, own_addresses, at))
    logger.info("member %s became part of member %s, by login %s", gone, keep.pk, by.pk)
    return keep


def _locked(*members: Member) -> list[Member]:
    pks = sorted({member.pk for member in members})
    return list(Member.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))


# --- what stands in the way ---------------------------------------------------------------------


def _obstacles(keep: Member, absorb: Member, login: User | None, by, at: datetime):
    if keep.pk == absorb.pk:
        yield SameRecord()
        return
    if by is not None and by.pk in (keep.user_id, absorb.user_id):
        yield OwnRecord()
    places = unsettled_places(voter_refs=[str(keep.ref), *_refs(absorb)], at=at)
    yield from _lost_places(keep, absorb, places)
    if login != keep.user and any(
        str(keep.ref) in place.refs and place.vote.state == State.OPEN for place in places
    ):
        yield LoginFrozen()


def _refs(member: Member) -> list[str]:
    return [str(member.ref), *(str(row.ref) for row in member.merged_records.all())]


def _lost_places(keep: Member, absorb: Member, places: list[RollPlace]):
    going = set(_refs(absorb))
    for place in places:
        if not place.refs & going:
            continue
        error = PlacesInVote if str(keep.ref) in place.refs else PlaceInVote
        yield error(vote=place.vote.page.title)


# --- what is taken from where -------------------------------------------------------------------


def _text(member: Member, names: tuple[str, ...]) -> str:
    return " ".join(value for name in names if (value := str(getattr(member, name))))


def _field(key: str, keep: Member, absorb: Member, take: Collection[str]) -> MergedField:
    names = FIELD_GROUPS[key]
    mine, other = _text(keep, names), _text(absorb, names)
    # An empty field never wins over one that says something.
    taken = ABSORB if other and (not mine or key in take) else KEEP
    label = " / ".join(str(capfirst(Member._meta.get_field(name).verbose_name)) for name in names)
    return MergedField(key=key, label=label, keep=mine, absorb=other, taken=taken)


def _logins(keep: Member, absorb: Member, login: str) -> tuple[User | None, User | None]:
    if keep.user and absorb.user:
        return (absorb.user, keep.user) if login == ABSORB else (keep.user, absorb.user)
    return keep.user or absorb.user, None


# --- doing it -----------------------------------------------------------------------------------


def _move_logins(plan: MergePlan, at: datetime) -> None:
    if plan.login_left:
        sign_out_everywhere(user=plan.login_left)
    if not plan.moves_login:
        return
    # First free, then joined: a login belongs to one member at any time.
    Member.objects.filter(pk__in=(plan.keep.pk, plan.absorb.pk)).update(user=None)
    Member.objects.filter(pk=plan.keep.pk).update(user=plan.login)
    settle_claims(member=plan.keep, user=plan.login, at=at)


def _move_what_is_known(plan: MergePlan) -> None:
    keep, absorb = plan.keep, plan.absorb
    for rows in (absorb.memberships, absorb.suspensions, absorb.external_ids, absorb.chapter_memberships):
        _move(rows.all(), keep)
    has_primary = keep.emails.filter(is_primary=True).exists()
    own_keys = set(keep.emails.values_list("key", flat=True))
    for email in absorb.emails.all():
        if email.key in own_keys:
            continue
        primary = email.is_primary and not has_primary
        has_primary = has_primary or primary
        type(email).objects.filter(pk=email.pk).update(member=keep, is_primary=primary)


def _move_rows(keep: Member, absorb: Member) -> None:
    """Whatever else belongs to the record: history, imports, claims, and what other apps may add."""
    for relation in Member._meta.related_objects:
        if relation.get_accessor_name() in _WITH_RULES or relation.many_to_many:
            continue
        rows = relation.related_model._base_manager.filter(**{relation.field.name: absorb})
        _move(rows, keep, name=relation.field.name)


def _move(rows, keep: Member, *, name: str = "member") -> None:
    for pk in rows.values_list("pk", flat=True):
        try:
            with transaction.atomic():
                rows.model._base_manager.filter(pk=pk).update(**{name: keep})
        except IntegrityError:
            # The record that stays has the like already, and may have one only.
            continue


def _set_fields(plan: MergePlan) -> None:
    values = {
        name: getattr(plan.absorb, name)
        for field in plan.fields
        if field.taken == ABSORB
        for name in FIELD_GROUPS[field.key]
    }
    if plan.do_not_contact != plan.keep.do_not_contact:
        values["do_not_contact"] = plan.do_not_contact
    if values:
        Member.objects.filter(pk=plan.keep.pk).update(**values)


def _tell(member: Member, plan: MergePlan, own_addresses: str, at: datetime) -> None:
    """Whoever reads mail at an address of either record, or signs in, hears of it: a merge that was a
    mistake hands a membership to somebody else."""
    # The addresses that came over hear of the others; the others hear of these through the history.
    if plan.emails and own_addresses:
        tell_of_changed_addresses(member=member, changes={"emails": ("", own_addresses)}, at=at)
    if plan.login and plan.moves_login:
        if plan.keep.user:
            tell_moved(member=member, old=plan.keep.user, new=plan.login, at=at, by_office=True)
        else:
            tell_joined(member=member, user=plan.login, at=at, by_office=True)
