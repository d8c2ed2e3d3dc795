"""How long what people gave us on the way to being members is kept; docs/operating.md has the table."""

from datetime import datetime

from django.db.models import Q
from social_django.models import Association, Code, Nonce, Partial

from core import retention
from members.models import Correction, ImportRow, ImportRun, ImportUpload, MemberChange, SignInLink


def connect() -> None:
    """Called once, when the apps are ready."""
    retention.keep("sign-in-links", days=1, clean=remove_sign_in_links)
    retention.keep("abandoned-sign-ins", days=1, clean=remove_abandoned_sign_ins)
    retention.keep("import-files", days=7, clean=remove_import_files)
    retention.keep("import-rows", days=90, clean=empty_import_rows)
    retention.keep("member-changes", days=3 * 365, clean=remove_changes)
    retention.keep("settled-corrections", days=365, clean=remove_settled_corrections)
    retention.keep("unproved-addresses", days=7, clean=remove_unproved_addresses)


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
    history. Rows of nobody go. An import that is this old cannot be undone.
    """
    old = ImportRow.objects.filter(run__started_at__lt=before)
    gone = old.filter(member=None).delete()[0]
    emptied = old.exclude(problems=[], changes={}, written={}).update(problems=[], changes={}, written={})
    ImportRun.objects.filter(started_at__lt=before).exclude(file_name="").update(file_name="")
    return gone + emptied


def remove_changes(before: datetime) -> int:
    """What was changed on a member's entry, with the old and the new words."""
    return MemberChange.objects.filter(at__lt=before).delete()[0]


def remove_settled_corrections(before: datetime) -> int:
    """What members asked the office to correct, with the answers; what was changed is in the history."""
    return Correction.objects.filter(settled_at__lt=before).delete()[0]


def remove_unproved_addresses(before: datetime) -> int:
    """New addresses whose link nobody opened."""
    return Correction.objects.filter(state=Correction.State.UNPROVED, made_at__lt=before).delete()[0]
