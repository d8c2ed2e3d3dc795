"""Resetting the second factor of somebody who has lost it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.views.fresh import freshly_confirmed
from members.domain.resetting import LOG_ACTION, may_reset, reset_second_factor
from members.domain.second_factor import second_factors_of
from members.models import User
from members.wagtail_admin.refusing import RefusingMixin


def register_log_action(actions) -> None:
    actions.register_action(
        LOG_ACTION, gettext_lazy("Reset second factor"), gettext_lazy("Second factor reset")
    )


@method_decorator(freshly_confirmed, name="dispatch")
class ResetView(RefusingMixin, WagtailAdminTemplateMixin, TemplateView):
    """What will happen, and a button."""

    template_name = "members/users/reset_second_factor.html"
    page_title = gettext_lazy("Reset second factor")
    header_icon = "key"
    http_method_names = ["get", "head", "post"]

    @cached_property
    def user(self) -> User:
        return get_object_or_404(User, pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        self._check()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self._check()
        reset_second_factor(user=self.user, actor=request.user)
        messages.success(request, _("The second factor is reset. The person is signed out and told by mail."))
        return redirect("wagtailusers_users:edit", self.user.pk)

    def _check(self):
        if not may_reset(actor=self.request.user, user=self.user):
            raise PermissionDenied

    def get_page_subtitle(self):
        return str(self.user)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailusers_users:index"), "label": _("Users")},
            {"url": reverse("wagtailusers_users:edit", args=[self.user.pk]), "label": str(self.user)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, factors=second_factors_of(self.user))
