"""The queue of claims of membership: who waits, what was given, who it may be; yes or no, with a reason."""

import django_filters
from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.edit import FormView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet

from core.views.fresh import freshly_confirmed
from members.domain.claims import member_with_number
from members.domain.deciding import accept_claim, candidates_for, claims_waiting, reject_claim
from members.domain.errors import SignInError
from members.domain.notices import ways_in
from members.domain.standing import standing_of
from members.models import Member, MembershipClaim
from members.wagtail_admin.member_list import STATUS_WORDS
from members.wagtail_admin.refusing import RefusingMixin

PERMISSION = "members.decide_claim"
_STATES = [
    ("link", gettext_lazy("A link is under way")),
    ("verified", gettext_lazy("Accepted")),
    ("rejected", gettext_lazy("Refused")),
    ("all", gettext_lazy("All")),
]


class ClaimFilterSet(WagtailFilterSet):
    show = django_filters.ChoiceFilter(
        label=gettext_lazy("Show"),
        method="filter_show",
        choices=_STATES,
        widget=forms.RadioSelect,
        empty_label=gettext_lazy("Waiting for us"),
    )

    class Meta:
        model = MembershipClaim
        fields = []

    def filter_show(self, queryset, name, value):
        if value == "link":
            return queryset.filter(state=MembershipClaim.State.PENDING, link_expires_at__gt=timezone.now())
        return queryset if value == "all" else queryset.filter(state=value)


def _who(claim):
    return claim.given_name or claim.user.name or _("Somebody")


class ClaimIndexView(RefusingMixin, generic.IndexView):
    model = MembershipClaim
    page_title = gettext_lazy("Claims of membership")
    header_icon = "key"
    index_url_name = "membership_claims:index"
    index_results_url_name = "membership_claims:index_results"
    edit_url_name = "membership_claims:decide"
    filterset_class = ClaimFilterSet
    search_fields = ["given_name", "given_address", "given_number", "user__name"]
    # Plain queries: names and addresses are in no search index.
    search_backend_name = None
    # Who waits longest stands first.
    default_ordering = "made_at"
    paginate_by = 50
    columns = [
        TitleColumn(
            "who", label=gettext_lazy("Who asks"), accessor=_who, url_name="membership_claims:decide"
        ),
        Column("given_number", label=gettext_lazy("Member number given")),
        Column("given_address", label=gettext_lazy("Address given")),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        DateColumn("made_at", label=gettext_lazy("Asked"), sort_key="made_at"),
    ]

    def get_base_queryset(self):
        if not self.request.GET.get("show"):
            return claims_waiting(at=timezone.now())
        return super().get_base_queryset().select_related("user")


def _told_apart(member: Member) -> str:
    """Two people may have one name."""
    return ", ".join(part for part in (member.name, member.member_no, member.town) if part)


class DecisionForm(forms.Form):
    member = forms.TypedChoiceField(
        label=gettext_lazy("It is"),
        coerce=int,
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    member_no = forms.CharField(
        label=gettext_lazy("Or the member with this number"), max_length=32, required=False
    )
    replace = forms.BooleanField(
        label=gettext_lazy("This member has a sign-in already: take the membership from it"),
        required=False,
        help_text=gettext_lazy("Every address that we have of the member is told."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("How you know, or why not. The person who asked reads it."),
    )

    def __init__(self, *args, candidates, accepting, **kwargs):
        super().__init__(*args, **kwargs)
        self.accepting = accepting
        self.fields["member"].choices = [(member.pk, _told_apart(member)) for member in candidates]

    def clean(self):
        data = super().clean()
        if not self.accepting:
            return data
        number = data.get("member_no", "").strip()
        if number:
            data["accepted"] = member_with_number(number)
            if data["accepted"] is None:
                self.add_error("member_no", _("No member has this number."))
        elif data.get("member"):
            data["accepted"] = Member.objects.get(pk=data["member"])
        else:
            self.add_error("member", _("Choose a member, or give a member number."))
        return data


@method_decorator(freshly_confirmed, name="dispatch")
class DecideView(RefusingMixin, PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """One claim: what was given, who it may be, and the decision."""

    model = MembershipClaim
    permission_required = "change"
    form_class = DecisionForm
    template_name = "members/claims/decide.html"
    page_title = gettext_lazy("Claim of membership")
    header_icon = "key"

    @cached_property
    def claim(self):
        claims = MembershipClaim.objects.select_related("user", "member", "decided_by")
        return get_object_or_404(claims, pk=self.kwargs["pk"])

    @cached_property
    def candidates(self):
        return candidates_for(self.claim) if self.claim.state == MembershipClaim.State.PENDING else []

    def get_page_subtitle(self):
        return _who(self.claim)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("membership_claims:index"), "label": _("Claims of membership")},
            {"url": "", "label": self.get_page_subtitle()},
        ]

    def get_form_kwargs(self):
        accepting = self.request.POST.get("decision") == "accept"
        return {**super().get_form_kwargs(), "candidates": self.candidates, "accepting": accepting}

    def form_valid(self, form):
        decision = {"claim": self.claim, "by": self.request.user, "at": timezone.now()}
        given = form.cleaned_data
        try:
            if form.accepting:
                accept_claim(
                    member=given["accepted"], reason=given["reason"], replace=given["replace"], **decision
                )
                messages.success(self.request, _("Accepted. The member is told."))
            else:
                reject_claim(reason=given["reason"], **decision)
                messages.success(self.request, _("Refused. The person who asked reads the reason."))
        except SignInError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        return HttpResponseRedirect(reverse("membership_claims:index"))

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        rows = [
            {
                "member": member,
                "url": reverse("member_roll:inspect", args=[member.pk]),
                "standing": STATUS_WORDS[standing_of(member, today).status],
                "addresses": ", ".join(email.address for email in member.emails.all()),
                "login": ways_in(member.user) if member.user else "",
            }
            for member in self.candidates
        ]
        link = self.claim.link_expires_at
        return super().get_context_data(
            **kwargs,
            claim=self.claim,
            ways=ways_in(self.claim.user),
            rows=rows,
            link_until=link if link and link > timezone.now() else None,
        )


class ClaimViewSet(ViewSet):
    icon = "key"

    def get_urlpatterns(self):
        return [
            path("", ClaimIndexView.as_view(), name="index"),
            path("results/", ClaimIndexView.as_view(results_only=True), name="index_results"),
            path("<int:pk>/", DecideView.as_view(), name="decide"),
        ]
