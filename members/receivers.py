"""What the members app does when something happens to its people."""

from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from members.domain import touching
from members.domain.browsers import BROWSER_KEY, SYSTEM_KEY, kind_of_browser
from members.domain.sessions import sign_out_everywhere
from members.models import Member, MergedRecord, User
from members.sessions import FIRST_SEEN_KEY
from members.staff_access import state
from voting.domain.erasing import erase_voter


def erase_from_votes(sender, instance, **kwargs):
    # A record that became part of another one is still somebody.
    if sender is Member and MergedRecord.objects.filter(ref=instance.ref).exists():
        return
    erase_voter(voter_ref=str(instance.ref), at=timezone.now())


def note_the_browser(sender, request, user, **kwargs):
    """The session says where it is, so that its owner can end it from elsewhere."""
    browser, system = kind_of_browser(request.headers.get("User-Agent", ""))
    request.session[BROWSER_KEY] = browser
    request.session[SYSTEM_KEY] = system
    request.session[FIRST_SEEN_KEY] = timezone.localdate().isoformat()


def note_sign_in(sender, request, user, **kwargs):
    state.note_sign_in(request, user, at=timezone.now())


def end_sessions(sender, instance, **kwargs):
    """A login that is switched off is signed out at once, wherever it is."""
    if not instance.is_active:
        sign_out_everywhere(user=instance)


def connect():
    user_logged_in.connect(note_the_browser, dispatch_uid="members.note_the_browser")
    user_logged_in.connect(note_sign_in, dispatch_uid="members.note_sign_in")
    post_save.connect(end_sessions, sender=User, dispatch_uid="members.end_sessions")
    post_delete.connect(erase_from_votes, sender=Member, dispatch_uid="members.erase_from_votes")
    touching.connect()
    post_delete.connect(erase_from_votes, sender=MergedRecord, dispatch_uid="members.erase_merged_from_votes")
