"""Tokens of other programs: made, shown once, listed, revoked; never changed and never deleted."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateInput
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from core.views.fresh import freshly_confirmed
from core.views.personal import personal
from members.domain.api_tokens import make_api_token, revoke_api_token
from members.models import ApiToken
from members.wagtail_admin.refusing import RefusingMixin

_ACTIONS = frozenset({"add", "view", "delete"})
_A_YEAR = timedelta(days=365)


class OneRight(ModelPermissionPolicy):
    """Whoever may manage tokens sees, makes and revokes them; nobody changes one."""

    def _get_permission_codename(self, action):
        return "manage_api_tokens"

    def user_has_permission(self, user, action):
        return action in _ACTIONS and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return super().user_has_any_permission(user, _ACTIONS.intersection(actions))

    def users_with_any_permission(self, actions):
        return super().users_with_any_permission(_ACTIONS.intersection(actions))


class ApiTokenForm(WagtailAdminModelForm):
    class Meta:
        model = ApiToken
        fields = ["name", "may_write", "expires_on"]
        widgets = {"expires_on": AdminDateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].initial = timezone.localdate() + _A_YEAR

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return day


def _may(token: ApiToken) -> str:
    return gettext("Read and change") if token.may_write else gettext("Read")


def _state(token: ApiToken) -> str:
    if token.revoked_at:
        return gettext("Revoked")
    return gettext("Valid") if token.is_valid(on=timezone.localdate()) else gettext("Expired")


def _last_used(token: ApiToken) -> str:
    return date_format(token.last_used_on) if token.last_used_on else gettext("Never")


class ApiTokenIndexView(RefusingMixin, generic.IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("created_by")

    def get_list_more_buttons(self, instance):
        buttons = super().get_list_more_buttons(instance)
        for button in buttons:
            if button.url == self.get_delete_url(instance):
                button.label = gettext("Revoke")
        return buttons

    def get_delete_url(self, instance):
        return None if instance.revoked_at else super().get_delete_url(instance)


@method_decorator([freshly_confirmed, personal, sensitive_variables("text")], name="dispatch")
class ApiTokenAddView(RefusingMixin, generic.CreateView):
    """The answer shows the token: once, and to nobody who comes later."""

    def form_valid(self, form):
        wanted = {name: form.cleaned_data[name] for name in form.Meta.fields}
        self.object, text = make_api_token(**wanted, created_by=self.request.user, at=timezone.now())
        log(self.object, "wagtail.create", user=self.request.user)
        context = super().get_context_data(form=form, token=text)
        return TemplateResponse(self.request, "members/api_tokens/made.html", context)


@method_decorator(freshly_confirmed, name="dispatch")
class ApiTokenRevokeView(RefusingMixin, generic.DeleteView):
    page_title = _("Revoke")
    template_name = "members/api_tokens/revoke.html"

    @property
    def confirmation_message(self):
        return gettext("From then on the program “%(name)s” can neither read nor change the roll.") % {
            "name": self.object.name
        }

    def get_usage_url(self):
        return None

    def post(self, request, *args, **kwargs):
        revoke_api_token(token=self.object, by=request.user, at=timezone.now())
        log(self.object, "wagtail.edit", user=request.user)
        messages.success(request, gettext("The token “%(name)s” is revoked.") % {"name": self.object.name})
        return redirect(self.get_success_url())


class ApiTokenViewSet(ModelViewSet):
    model = ApiToken
    icon = "key"
    menu_label = _("API tokens")
    menu_order = 570
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = [
        "name",
        Column("prefix", label=_("Begins with")),
        Column("may", label=_("May"), accessor=_may),
        Column("state", label=_("State"), accessor=_state),
        Column("expires_on", label=_("Last day"), accessor=lambda token: date_format(token.expires_on)),
        Column("last_used_on", label=_("Last used"), accessor=_last_used),
        Column("created_by", label=_("Made by")),
    ]
    index_view_class = ApiTokenIndexView
    add_view_class = ApiTokenAddView
    delete_view_class = ApiTokenRevokeView

    def get_form_class(self, for_update=False):
        return ApiTokenForm

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("revoke/<int:pk>/", self.delete_view, name="delete"),
        ]
