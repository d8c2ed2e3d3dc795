import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet

from members.domain.standing import standing_of
from members.models import Member, MembershipTier
from members.wagtail_admin.refusing import RefusingMixin, refusing

_STATUS = {
    "current": _("In good standing"),
    "grace": _("In grace"),
    "suspended": _("Suspended"),
    "expired": _("Expired"),
    "cancelled": _("Canceled"),
    "not_started": _("Not started"),
    "no_voting_tier": _("No vote"),
    "none": _("No membership"),
}


class MemberFilterSet(WagtailFilterSet):
    standing = django_filters.ChoiceFilter(
        label=_("Good standing today"),
        method="filter_standing",
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )

    class Meta:
        model = Member
        fields = []

    def filter_standing(self, queryset, name, value):
        good = Member.objects.in_good_standing(on=timezone.localdate())
        return queryset.filter(pk__in=good) if value == "yes" else queryset.exclude(pk__in=good)


class MembershipForm(WagtailAdminModelForm):
    """A recorded period can be canceled; what it says stays as it was recorded."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("tier", "starts_on", "expires_on", "source"):
                self.fields[name].disabled = True


class MembershipFormSet(BaseChildFormSet):
    def _should_delete_form(self, form):
        return not form.instance.pk and super()._should_delete_form(form)

    def clean(self):
        super().clean()
        if any(
            form.instance.pk and super(MembershipFormSet, self)._should_delete_form(form)
            for form in self.forms
        ):
            raise forms.ValidationError(
                _("A recorded membership stays. Enter the day it was canceled instead.")
            )


class MembershipsPanel(InlinePanel):
    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name] |= {"form": MembershipForm, "formset": MembershipFormSet}
        return options


class MemberIndexView(RefusingMixin, generic.IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().with_standing().prefetch_related("emails").select_related("user")

    def filter_queryset(self, queryset):
        # A search reaches addresses: two that match are still one member.
        return super().filter_queryset(queryset).distinct()

    def search_queryset(self, queryset):
        return super().search_queryset(queryset).distinct()


def _status(member):
    return _STATUS[standing_of(member, timezone.localdate()).status]


def _login(member):
    return _("Yes") if member.user_id else _("No")


class MemberViewSet(ModelViewSet):
    model = Member
    icon = "group"
    menu_label = _("Members")
    menu_order = 550
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50
    list_display = [
        "name",
        "member_no",
        "primary_email",
        Column("standing", label=_("Standing"), accessor=_status),
        Column("login", label=_("Signs in"), accessor=_login),
    ]
    filterset_class = MemberFilterSet
    search_fields = ["first_name", "last_name", "display_name", "member_no", "emails__address"]
    # Plain queries: names and addresses are in no search index.
    search_backend_name = None

    index_view_class = MemberIndexView
    add_view_class = refusing(generic.CreateView)
    edit_view_class = refusing(generic.EditView)
    delete_view_class = refusing(generic.DeleteView)
    history_view_class = refusing(HistoryView)
    usage_view_class = refusing(UsageView)

    edit_handler = ObjectList(
        [
            FieldPanel("member_no"),
            FieldRowPanel([FieldPanel("first_name"), FieldPanel("last_name")]),
            FieldPanel("display_name"),
            FieldRowPanel([FieldPanel("town"), FieldPanel("language")]),
            InlinePanel(
                "emails",
                [FieldPanel("address"), FieldPanel("is_primary")],
                heading=_("E-mail addresses"),
                label=_("Address"),
            ),
            MembershipsPanel(
                "memberships",
                [
                    FieldPanel("tier"),
                    FieldRowPanel([FieldPanel("starts_on"), FieldPanel("expires_on")]),
                    FieldPanel("cancelled_on"),
                    FieldPanel("source"),
                ],
                heading=_("Memberships"),
                label=_("Membership"),
                help_text=_("A renewal is a new row. To correct a row, cancel it and add the right one."),
            ),
            InlinePanel(
                "suspensions",
                [
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                            FieldPanel("reason"),
                        ]
                    )
                ],
                heading=_("Suspensions"),
                label=_("Suspension"),
            ),
        ]
    )


class MembershipTierViewSet(ModelViewSet):
    model = MembershipTier
    icon = "tag"
    menu_label = _("Kinds of membership")
    menu_order = 560
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = ["name", "code", "period_months", "grace_days", "counts_for_voting", "is_active"]
    form_fields = [
        "code",
        "name",
        "dues_cents",
        "period_months",
        "grace_days",
        "counts_for_voting",
        "is_active",
    ]
