from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.views.personal import personal
from members.account_words import shown_chapter, shown_corrections, shown_mails, shown_periods
from members.domain.claims import claim_of
from members.domain.errors import SignInError
from members.domain.providers import configured_providers, provider_title
from members.domain.second_factor import is_staff
from members.domain.sessions import sessions_of, sign_out_everywhere, sign_out_one
from members.domain.standing import standing_of
from members.domain.standing_changes import next_change
from members.domain.unlinking import unlink_sign_in
from members.models import MembershipSettings
from members.models.session import stored_key
from voting.domain.standing import voter_statuses
from voting.models import MemberVote
from voting.paper import paper_of
from voting.wording import moment_text


@personal
@login_required
@require_http_methods(["GET", "HEAD"])
def account(request):
    """My membership."""
    linked = list(request.user.social_auth.order_by("pk"))
    has = {association.provider for association in linked}
    member = getattr(request.user, "member", None)
    context = {
        "member": member,
        "linked": [(association.pk, provider_title(association.provider)) for association in linked],
        "addable": [provider for provider in configured_providers() if provider.name not in has],
        "claim": claim_of(request.user),
        "devices": _devices(request),
        "is_staff": is_staff(request.user),
        **(_membership(request, member) if member else {}),
    }
    return render(request, "members/account.html", context)


def _membership(request, member) -> dict:
    """What the page says about a member. Everything is fetched once, whatever the history."""
    prefetch_related_objects([member], "emails", "memberships", "suspensions", "chapter_memberships")
    today = timezone.localdate()
    standing = standing_of(member, today)
    return {
        "standing": standing,
        "change": next_change(member, today),
        "today": today,
        "addresses": list(member.emails.all()),
        "periods": shown_periods(member, on=today),
        "chapter": shown_chapter(member, on=today),
        "mails": shown_mails(member),
        "corrections": shown_corrections(member),
        "renewal_url": MembershipSettings.for_request(request).renewal_url,
        "votes": _open_votes(request.user),
    }


def _open_votes(user) -> list[dict]:
    """The votes that are open now, and whether this person may vote in each."""
    open_now = MemberVote.objects.open().filter(closes_at__gt=timezone.now())
    votes = list(open_now.select_related("page__locale").order_by("closes_at"))
    statuses = voter_statuses(member_votes=votes, user=user)
    return [
        {
            "vote": vote,
            "title": paper_of(vote, with_pages=False).title,
            "closes": moment_text(vote.closes_at),
            "kind": statuses[vote.pk].kind,
        }
        for vote in votes
    ]


def _devices(request) -> list[dict]:
    here = stored_key(request.session.session_key or "")
    devices = [{"session": each, "is_here": each.pk == here} for each in sessions_of(request.user)]
    return sorted(devices, key=lambda device: not device["is_here"])


@personal
@login_required
@require_POST
def unlink(request, association_id):
    try:
        provider = unlink_sign_in(user=request.user, association_id=association_id)
    except SignInError as error:
        messages.error(request, str(error))
        return redirect("members:account")
    if provider is None:
        raise Http404
    messages.success(
        request, _("%(provider)s no longer signs you in.") % {"provider": provider_title(provider)}
    )
    return redirect("members:account")


@personal
@login_required
@require_POST
def sign_out_of_one(request, session_id):
    """End the session of another browser; that of this one ends by signing out."""
    if session_id == stored_key(request.session.session_key or ""):
        logout(request)
        messages.success(request, _("You are signed out."))
        return redirect("members:sign_in")
    if not sign_out_one(user=request.user, session_id=session_id):
        raise Http404
    messages.success(request, _("That device is signed out."))
    return redirect("members:account")


@personal
@login_required
@require_POST
def sign_out_of_all(request):
    """End every session, this one too."""
    sign_out_everywhere(user=request.user)
    logout(request)
    messages.success(request, _("You are signed out everywhere."))
    return redirect("members:sign_in")
