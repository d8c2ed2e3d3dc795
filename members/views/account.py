from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.views.personal import personal
from members.domain.claims import claim_of
from members.domain.errors import SignInError
from members.domain.languages import choose_language
from members.domain.providers import configured_providers, provider_title
from members.domain.standing import standing_of
from members.domain.unlinking import unlink_sign_in
from members.forms import LanguageForm


@personal
@login_required
@require_http_methods(["GET", "HEAD"])
def account(request):
    member = getattr(request.user, "member", None)
    linked = list(request.user.social_auth.order_by("pk"))
    has = {association.provider for association in linked}
    today = timezone.localdate()
    context = {
        "member": member,
        "standing": standing_of(member, today) if member else None,
        "today": today,
        "addresses": list(member.emails.all()) if member else [],
        "linked": [(association.pk, provider_title(association.provider)) for association in linked],
        "addable": [provider for provider in configured_providers() if provider.name not in has],
        "claim": claim_of(request.user),
        "language_form": LanguageForm(initial={"language": member.language}) if member else None,
    }
    return render(request, "members/account.html", context)


@personal
@login_required
@require_POST
def set_language(request):
    member = getattr(request.user, "member", None)
    form = LanguageForm(request.POST)
    if member is None or not form.is_valid():
        raise Http404
    choose_language(member=member, language=form.cleaned_data["language"])
    with translation.override(member.language):
        messages.success(request, _("We will write to you in this language."))
        return redirect("members:account")


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
