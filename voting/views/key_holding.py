"""The desk page of a vote whose key three officers hold: making it, testing it, and bringing the shares."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from core.views.fresh import ask_to_confirm
from core.views.personal import personal
from voting.api import KeyHoldingBox
from voting.domain.errors import KeyRefused, VotingError
from voting.domain.key_holding import give_share, hold_key, key_status, pass_key_test
from voting.key_forms import AnswerForm, PublicTextForm, ShareForm
from voting.models import MemberVote, State
from voting.paper import paper_of
from voting.views.desk import role_in
from voting.wording import moment_text

_OVER = (State.COUNTED, State.CERTIFIED, State.PUBLISHED, State.ARCHIVED, State.CANCELLED, State.VOID)


@sensitive_post_parameters()
@personal
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def officers_key(request: HttpRequest, vote_id) -> HttpResponse:
    """Everything that is done with the key, at the step where the vote is."""
    vote = get_object_or_404(MemberVote.objects.select_related("page__locale"), pk=vote_id)
    role = role_in(vote, request.user)
    if not (role.is_teller or role.is_operator):
        raise PermissionDenied
    if not isinstance(vote.ballot_box, KeyHoldingBox):
        raise Http404
    if request.method == "POST":
        return _act(request, vote)
    # Before somebody reads out a share, not after: a share is carried through no other page.
    return ask_to_confirm(request) or _screen(request, vote)


@sensitive_variables()
def _act(request, vote) -> HttpResponse:
    known = _ACTIONS.get(request.POST.get("do", ""))
    if known is None:
        return _screen(request, vote, error=_("The site did not understand this. Nothing was changed."))
    form_class, field, run = known
    form = form_class(request.POST)
    if not form.is_valid():
        return _screen(request, vote, **{field: form})
    try:
        done = run(vote, request.user, form.cleaned_data[field])
    except KeyRefused as error:
        form.add_error(field, str(error))
        return _screen(request, vote, **{field: form})
    except VotingError as error:
        return _screen(request, vote, error=_("%(reason)s Nothing was changed.") % {"reason": error})
    messages.success(request, done)
    return redirect("voting:officers_key", vote_id=vote.pk)


def _hold(vote, user, public_text) -> str:
    hold_key(member_vote=vote, public_text=public_text)
    return _("The key is made. Test it next.")


@sensitive_variables()
def _test(vote, user, answer) -> str:
    pass_key_test(member_vote=vote, answer=answer, at=timezone.now(), actor=user)
    return _("The key works. The shares you used open what is sealed to it.")


@sensitive_variables()
def _give(vote, user, share) -> str:
    officer = give_share(member_vote=vote, share=share, at=timezone.now(), actor=user)
    return _("The share of %(name)s is here.") % {"name": officer.name}


_ACTIONS = {
    "hold": (PublicTextForm, "public_text", _hold),
    "test": (AnswerForm, "answer", _test),
    "give": (ShareForm, "share", _give),
}


def _screen(request, vote, *, error: str = "", **forms) -> HttpResponse:
    vote.refresh_from_db()
    status = key_status(vote)
    context = {
        "vote": vote,
        "paper": paper_of(vote, with_pages=False),
        "status": status,
        "officers": status.key.officers if status.key else (),
        "tested": moment_text(status.key.tested_at) if status.key and status.key.is_tested else "",
        "error": error,
        "may_make": vote.state == State.DRAFT,
        "may_test": vote.state in (State.DRAFT, State.ANNOUNCED) and status.key is not None,
        "may_give": vote.state == State.CLOSED and bool(status.waits_for),
        "is_over": vote.state in _OVER,
        "places": range(1, vote.ballot_box.officers_needed + 1),
        "words": _words(),
        "public_text": PublicTextForm(auto_id="hold_%s"),
        "answer": AnswerForm(auto_id="test_%s"),
        "share": ShareForm(auto_id="give_%s"),
        **forms,
    }
    return render(request, "voting/desk/key/page.html", context, status=409 if error or forms else 200)


def _words() -> dict[str, str]:
    """What the scripts of the page say; the same sentences that the site says itself."""
    return {
        "title": _("Share %(number)s of 3: for %(name)s"),
        "next": _("%(name)s has kept it. Go on"),
        "last": _("%(name)s has kept it"),
        "copied": _("Copied. Paste it where only this officer reads it."),
        "not_copied": _("This browser does not copy. Print it, or write it down."),
        "file": _("Share %(number)s of 3 of the officers’ key, held by %(name)s.")
        + "\n"
        + _("Keep it secret. Any two of the three shares open the ballots."),
        "same_names": _("Three different people are needed."),
        "sign": _("“%(sign)s” is in no share. Look at this place again."),
        "length": _("A share has %(needed)d letters and digits. This has %(found)d."),
        "check": _("Some letter or digit is wrong. Compare each group with what you kept."),
        "kind": _("This is no share of a key, or one of a newer version."),
        "other_vote": _("This share belongs to the key of another vote."),
        "other_share": _(
            "This is not the share that %(name)s was given. It was changed, or belongs to an earlier key."
        ),
        "twice": _("One share is here twice. Two different shares are needed."),
        "too_few": _("Two shares are needed."),
        "unfit": _("These shares do not open what is sealed to this key."),
    }
