from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, DeleteView, EditView, HistoryView, IndexView, UserViewSet

from core.views.fresh import freshly_confirmed
from members.domain.resetting import may_reset
from members.domain.second_factor import is_staff
from members.wagtail_admin.refusing import RefusingMixin, refusing
from members.wagtail_admin.second_factor import ResetView

User = get_user_model()


class _SiteUserFields:
    """Our users have one name and an address; superusers are made on the command line alone."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name", "is_superuser"):
            self.fields.pop(name, None)
        self.fields["email"].help_text = _("A sign-in link can be sent to this address.")
        # Somebody who came by a provider has none.
        self.fields["email"].required = self.instance.pk is None
        if hasattr(self.instance, "member"):
            # Whoever could set this address could sign in, and vote, as the member.
            self.fields["email"].disabled = True

    def clean_email(self):
        return self.cleaned_data["email"] or None

    def _clean_username(self):
        if self.cleaned_data.get("email"):
            return super()._clean_username()


class SiteUserCreationForm(_SiteUserFields, UserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name", "groups"]
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)


class SiteUserEditForm(_SiteUserFields, UserEditForm):
    class Meta:
        model = User
        fields = ["email", "name", "is_active", "groups"]
        widgets = {"groups": forms.CheckboxSelectMultiple}


class _OwnRankEditView(EditView):
    def get_context_data(self, **kwargs):
        may = may_reset(actor=self.request.user, user=self.object) and is_staff(self.object)
        return super().get_context_data(**kwargs, may_reset=may)

    def dispatch(self, request, *args, **kwargs):
        # An operator who changed a superuser's address could sign in as that superuser.
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def _freshly(view_class):
    return method_decorator(freshly_confirmed, name="dispatch")(view_class)


class SiteUserIndexView(RefusingMixin, IndexView):
    search_fields = ["email", "name"]


class SiteUserViewSet(UserViewSet):
    # Wagtail's templates ask for a first and a last name.
    template_prefix = "members/users/"
    index_view_class = SiteUserIndexView
    # Who is in a group, and at which address a login gets its links, is as grave as what groups may do.
    add_view_class = _freshly(refusing(CreateView))
    edit_view_class = _freshly(refusing(_OwnRankEditView))
    delete_view_class = _freshly(refusing(DeleteView))
    history_view_class = refusing(HistoryView)

    def get_form_class(self, for_update=False):
        return SiteUserEditForm if for_update else SiteUserCreationForm

    def get_urlpatterns(self):
        reset = path("reset-second-factor/<str:pk>/", ResetView.as_view(), name="reset_second_factor")
        return [*super().get_urlpatterns(), reset]
