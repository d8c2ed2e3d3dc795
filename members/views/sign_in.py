from django.contrib import messages
from django.contrib.auth import login, logout
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import RedirectView

from core.views.personal import personal
from members.domain.errors import SignInError
from members.domain.providers import configured_providers, provider_title
from members.domain.sign_in_links import GOOD_FOR, find_link, use_sign_in_link
from members.forms import SignInLinkForm
from members.models import address_key
from members.rate_limits import is_allowed
from members.return_to import is_safe_return, return_address
from members.tasks import send_sign_in_link

_HOUR = 3600
_LINKS_PER_ADDRESS = 5
_LINKS_PER_COMPUTER = 30
_LINK_BACKEND = "members.roles.RolesBackend"


@personal
@require_http_methods(["GET", "HEAD"])
def sign_in(request):
    return _sign_in_page(request, SignInLinkForm())


# In the place of forms that packages bring and that ask for a password.
to_sign_in = RedirectView.as_view(pattern_name="members:sign_in", query_string=True)


def _sign_in_page(request, form, status=200):
    context = {"form": form, "providers": configured_providers(), "next": return_address(request)}
    return render(request, "members/sign_in.html", context, status=status)


@personal
@require_POST
def ask_for_link(request):
    """The same answer for every address: the rest is done by a task."""
    form = SignInLinkForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form)
    address = form.cleaned_data["address"]
    if not _may_ask(request, address):
        form.add_error(None, _("Too many links were asked for. Please wait an hour, then try again."))
        return _sign_in_page(request, form, status=429)
    send_sign_in_link.enqueue(address, get_language(), return_address(request))
    query = urlencode({"next": return_address(request)})
    return redirect(f"{reverse('members:sign_in_link_sent')}?{query}")


def _may_ask(request, address):
    now = timezone.now()
    computer = is_allowed(
        what="link-ip", who=request.META["REMOTE_ADDR"], times=_LINKS_PER_COMPUTER, seconds=_HOUR, at=now
    )
    return computer and is_allowed(
        what="link-address", who=address_key(address), times=_LINKS_PER_ADDRESS, seconds=_HOUR, at=now
    )


@personal
@require_http_methods(["GET", "HEAD"])
def link_sent(request):
    context = {"next": return_address(request), "minutes": int(GOOD_FOR.total_seconds() // 60)}
    return render(request, "members/sign_in_link_sent.html", context)


@personal
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def sign_in_link(request, token):
    """Looking at the link shows a button; only the button uses it up, so that a mail scanner cannot."""
    now = timezone.now()
    try:
        if request.method != "POST":
            find_link(token=token, at=now)
            return _confirm_page(request)
        join = _user_to_join(request) if request.POST.get("join") == "yes" else None
        signed_in = use_sign_in_link(token=token, at=now, join=join)
    except SignInError as error:
        messages.error(request, str(error))
        return redirect("members:sign_in")
    # Whatever the session held before belongs to somebody else or to nobody.
    logout(request)
    login(request, signed_in.user, backend=_LINK_BACKEND)
    if join and join != signed_in.user:
        messages.warning(
            request,
            _(
                "This membership already has another login, and you are now signed in with that one. "
                "You can add more ways to sign in below."
            ),
        )
        return redirect("members:account")
    if is_safe_return(request, signed_in.next_url):
        return redirect(signed_in.next_url)
    return redirect("members:account")


def _user_to_join(request):
    """The login of this browser, where it belongs to no member yet."""
    if request.user.is_authenticated and not hasattr(request.user, "member"):
        return request.user
    return None


def _confirm_page(request):
    joining = _user_to_join(request)
    names = []
    if joining:
        names = [provider_title(row.provider) for row in joining.social_auth.all()]
    response = render(
        request, "members/sign_in_link.html", {"joining": joining, "joining_providers": ", ".join(names)}
    )
    return response


@personal
@require_POST
def sign_out(request):
    address = request.POST.get("next", "")
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect(address if is_safe_return(request, address) else "members:sign_in")
