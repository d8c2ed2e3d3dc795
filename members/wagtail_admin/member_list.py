"""The list of members: finding, narrowing, paging."""

import django_filters
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from members.domain.searching import chapter_memberships_on, memberships_on, search_members, with_status
from members.domain.standing import standing_of
from members.models import Chapter, Member, MembershipTier
from members.wagtail_admin.refusing import RefusingMixin

STATUS_WORDS = {
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
        label=_("Standing today"),
        method="filter_standing",
        choices=[
            ("yes", _("Good standing (may vote)")),
            ("no", _("Not in good standing")),
            *STATUS_WORDS.items(),
        ],
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    tier = django_filters.ModelChoiceFilter(
        label=_("Kind of membership, valid today"),
        method="filter_tier",
        queryset=MembershipTier.objects.all(),
        empty_label=_("All"),
    )
    chapter = django_filters.ModelChoiceFilter(
        label=_("Chapter"),
        method="filter_chapter",
        queryset=Chapter.objects.all(),
        empty_label=_("All"),
    )
    login = django_filters.ChoiceFilter(
        label=_("Signs in"),
        method="filter_login",
        choices=[("yes", _("Has a login")), ("no", _("Has no login"))],
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )

    class Meta:
        model = Member
        fields = []

    def filter_standing(self, queryset, name, value):
        today = timezone.localdate()
        if value in STATUS_WORDS:
            return with_status(members=queryset, status=value, on=today)
        if value == "yes":
            return queryset.in_good_standing(on=today)
        return queryset.exclude(pk__in=Member.objects.in_good_standing(on=today).values("pk"))

    def filter_tier(self, queryset, name, value):
        valid = memberships_on(timezone.localdate()).filter(tier=value)
        return queryset.filter(pk__in=valid.values("member"))

    def filter_chapter(self, queryset, name, value):
        belonging = chapter_memberships_on(timezone.localdate()).filter(chapter=value)
        return queryset.filter(pk__in=belonging.values("member"))

    def filter_login(self, queryset, name, value):
        return queryset.filter(user__isnull=value == "no")


def _status(member):
    return STATUS_WORDS[standing_of(member, timezone.localdate()).status]


def _is_good(member):
    return standing_of(member, timezone.localdate()).is_good


def _login(member):
    return _("Yes") if member.user_id else _("No")


def _chapters(member):
    today = timezone.localdate()
    return ", ".join(
        row.chapter.name
        for row in member.chapter_memberships.all()
        if row.starts_on <= today and (not row.ends_on or today <= row.ends_on)
    )


# Columns for which a phone has no room: the record has them.
_WIDE = "office-wide"


class MemberIndexView(RefusingMixin, generic.IndexView):
    # Wagtail's own export writes neither a record nor safe cells: ours is another screen.
    is_export = False
    template_name = "members/office/list.html"
    inspect_url_name = "member_roll:inspect"
    list_display = [
        "name",
        Column("member_no", label=_("Number"), sort_key="member_no"),
        Column("primary_email", label=_("E-mail address"), classname=_WIDE),
        Column("town", label=_("Town"), sort_key="town", classname=_WIDE),
        Column("chapters", label=_("Chapter"), accessor=_chapters, classname=_WIDE),
        StatusTagColumn("standing", label=_("Standing"), accessor=_status, primary=_is_good),
        Column("login", label=_("Signs in"), accessor=_login, classname=_WIDE),
    ]

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def get_base_queryset(self):
        return super().get_base_queryset().with_standing().prefetch_related("emails", "chapter_memberships")

    def search_queryset(self, queryset):
        return search_members(members=queryset, text=self.search_query)

    def get_edit_url(self, instance):
        # A name leads to what is known; changing it is a step of its own.
        return None

    def get_list_more_buttons(self, instance):
        return []

    @cached_property
    def header_more_buttons(self):
        buttons = list(super().header_more_buttons)
        if self.request.user.has_perm("members.merge_member"):
            buttons.append(
                Button(
                    _("Possible duplicates"), reverse("member_roll:duplicates"), icon_name="copy", priority=20
                )
            )
        return buttons

    @cached_property
    def header_buttons(self):
        buttons = list(super().header_buttons)
        if self.request.user.has_perm("members.export_member"):
            address = reverse("member_roll:export")
            narrowed = self.request.GET.copy()
            for name in ("p", "_w_filter_fragment", "ordering"):
                narrowed.pop(name, None)
            query = narrowed.urlencode()
            buttons.append(
                HeaderButton(_("Export"), f"{address}?{query}" if query else address, icon_name="download")
            )
        return buttons


def narrowed_members(data, request):
    """The members that the list would show for these parameters, and the parameters that narrow it."""
    filters = MemberFilterSet(data, Member.objects.all(), request=request)
    text = data.get("q", "").strip()
    members = search_members(members=filters.qs if filters.is_valid() else Member.objects.none(), text=text)
    told = {"q": text} if text else {}
    told |= {name: data[name] for name in filters.filters if data.get(name)}
    return members, told
