"""How long what people gave us on the way to being members is kept; docs/operating.md has the table."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from social_django.models import Association, Code, Nonce, Partial
from wagtail.models import ModelLogEntry

from core import retention
from members.models import (
    Correction,
    ImportRow,
    ImportRun,
    ImportUpload,
    MemberChange,
    MemberExport,
    MembershipClaim,
    SignInLink,
)

_THREE_YEARS = 3 * 365


def connect() -> None:
    """Called once, when the apps are ready."""
    retention.keep("sign-in-links", days=1, clean=remove_sign_in_links)
    retention.keep("abandoned-sign-ins", days=1, clean=remove_abandoned_sign_ins)
    retention.keep("claim-words", days=365, clean=empty_claims)
    retention.keep("correction-words", days=365, clean=empty_corrections)
    retention.keep("corrections-unproved", days=7, clean=remove_unproved_corrections)
    retention.keep("editor-log", days=_THREE_YEARS, clean=remove_editor_log)
    retention.keep("export-log", days=_THREE_YEARS, clean=remove_export_log)
    retention.keep("import-files", days=3, clean=remove_import_files)
    retention.keep("import-rows", days=90, clean=empty_import_rows)
    retention.keep("member-changes", days=_THREE_YEARS, clean=remove_changes)


def remove_sign_in_links(before: datetime) -> int:
    """Used links, and those that are too old to be used."""
    return SignInLink.objects.filter(Q(used_at__lt=before) | Q(expires_at__lt=before)).delete()[0]


def remove_abandoned_sign_ins(before: datetime) -> int:
    """Sign-ins by a provider that were begun and never finished."""
    removed = [
        Partial.objects.filter(timestamp__lt=before),
        Code.objects.filter(verified=False, timestamp__lt=before),
        Nonce.objects.filter(timestamp__lt=int(before.timestamp())),
    ]
    Association.cleanup_expired()
    return sum(rows.delete()[0] for rows in removed)


def remove_import_files(before: datetime) -> int:
    """Files of dry runs that nobody applied."""
    return ImportUpload.objects.filter(uploaded_at__lt=before).delete()[0]


def empty_import_rows(before: datetime) -> int:
    """What an import said about each person; that it was, and how many of which kind, stays.

    Rows of people who are on the roll keep their outcome: it is part of their
    history. Rows of nobody go. Such an import cannot be undone any more.
    """
    runs = ImportRun.objects.filter(started_at__lt=before, emptied_at=None)
    rows = ImportRow.objects.filter(run__in=runs)
    gone = rows.filter(member=None).delete()[0]
    emptied = rows.update(problems=[], changes={}, written={})
    # Last, because it is how the two before find their rows.
    runs.update(file_name="", emptied_at=timezone.now())
    return gone + emptied


def remove_changes(before: datetime) -> int:
    """What was changed on a member's entry, with the old and the new words."""
    return MemberChange.objects.filter(at__lt=before).delete()[0]


def empty_claims(before: datetime) -> int:
    """What somebody gave to be found on the roll. Who decided, when, and how, stays."""
    decided = MembershipClaim.objects.filter(decided_at__lt=before)
    full = decided.exclude(given_number="", given_address="", given_name="", session_hash="", link_hash="")
    return full.update(given_number="", given_address="", given_name="", session_hash="", link_hash="")


def empty_corrections(before: datetime) -> int:
    """What a member wanted changed, in their own words, and what the office answered."""
    settled = Correction.objects.filter(settled_at__lt=before)
    full = settled.exclude(wanted={}, note="", answer="", link_hash="")
    return full.update(wanted={}, note="", answer="", link_hash="")


def remove_unproved_corrections(before: datetime) -> int:
    """New addresses that nobody proved by opening the link sent to them."""
    unproved = Correction.objects.filter(state=Correction.State.UNPROVED, made_at__lt=before)
    return unproved.delete()[0]


def remove_editor_log(before: datetime) -> int:
    """The editor's own log of changes to members and logins: it has their names."""
    return ModelLogEntry.objects.filter(content_type__app_label="members", timestamp__lt=before).delete()[0]


def remove_export_log(before: datetime) -> int:
    """Who exported members: what was searched for may be a name."""
    return MemberExport.objects.filter(at__lt=before).delete()[0]
