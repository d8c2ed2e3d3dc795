"""The queue of corrections that members ask for: what stands on the roll, what they want; yes or no."""

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
from members.correction_words import correction_rows
from members.domain.deciding_corrections import accept_correction, corrections_waiting, decline_correction
from members.domain.errors import AccountError
from members.models import Correction
from members.wagtail_admin.menu import HOOK, PermittedMenuItem
from members.wagtail_admin.refusing import RefusingMixin

PERMISSION = "members.decide_correction"
_SHOWN = [
    (Correction.State.ACCEPTED.value, Correction.State.ACCEPTED.label),
    (Correction.State.DECLINED.value, Correction.State.DECLINED.label),
    ("all", gettext_lazy("All")),
]


class CorrectionFilterSet(WagtailFilterSet):
    show = django_filters.ChoiceFilter(
        label=gettext_lazy("Show"),
        method="filter_show",
        choices=_SHOWN,
        widget=forms.RadioSelect,
        empty_label=gettext_lazy("Waiting for us"),
    )

    class Meta:
        model = Correction
        fields = []

    def filter_show(self, queryset, name, value):
        # What a member has not proved yet, or took back, is not the office's business.
        seen = queryset.exclude(state__in=(Correction.State.UNPROVED, Correction.State.WITHDRAWN))
        return seen if value == "all" else seen.filter(state=value)


class CorrectionIndexView(RefusingMixin, generic.IndexView):
    model = Correction
    page_title = gettext_lazy("Corrections")
    header_icon = "edit"
    index_url_name = "member_corrections:index"
    index_results_url_name = "member_corrections:index_results"
    edit_url_name = "member_corrections:decide"
    filterset_class = CorrectionFilterSet
    is_searchable = False
    # Who waits longest stands first.
    default_ordering = "made_at"
    paginate_by = 50
    columns = [
        TitleColumn(
            "member",
            label=gettext_lazy("Member"),
            accessor="member.name",
            url_name="member_corrections:decide",
        ),
        Column("kind", label=gettext_lazy("What"), accessor="get_kind_display"),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        DateColumn("made_at", label=gettext_lazy("Asked"), sort_key="made_at"),
    ]

    def get_base_queryset(self):
        if not self.request.GET.get("show"):
            return corrections_waiting()
        return super().get_base_queryset().select_related("member")


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The member reads it. Say why, if you do not change it."),
    )


@method_decorator(freshly_confirmed, name="dispatch")
class DecideCorrectionView(RefusingMixin, PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """One correction: as it is, as it should be, and the decision."""

    model = Correction
    permission_required = "change"
    form_class = AnswerForm
    template_name = "members/corrections/decide.html"
    page_title = gettext_lazy("Correction")
    header_icon = "edit"

    @cached_property
    def correction(self):
        hidden = (Correction.State.UNPROVED, Correction.State.WITHDRAWN)
        found = Correction.objects.exclude(state__in=hidden).select_related("member", "decided_by")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_page_subtitle(self):
        return self.correction.member.name

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("member_corrections:index"), "label": _("Corrections")},
            {"url": "", "label": self.get_page_subtitle()},
        ]

    def form_valid(self, form):
        decide = accept_correction if self.request.POST.get("decision") == "accept" else decline_correction
        try:
            decide(
                correction_id=self.correction.pk,
                actor=self.request.user,
                answer=form.cleaned_data["answer"],
                at=timezone.now(),
            )
        except AccountError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        if decide is accept_correction:
            messages.success(self.request, _("Done. The member is told."))
        else:
            messages.success(self.request, _("Declined. The member reads the reason."))
        return HttpResponseRedirect(reverse("member_corrections:index"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **kwargs,
            correction=self.correction,
            rows=correction_rows(self.correction, on=timezone.localdate()),
            record_url=reverse("member_roll:inspect", args=[self.correction.member_id]),
        )


class CorrectionViewSet(ViewSet):
    icon = "edit"
    add_to_admin_menu = True
    menu_hook = HOOK
    menu_label = gettext_lazy("Corrections")
    menu_order = 150

    @property
    def menu_item_class(self):
        class CorrectionsMenuItem(PermittedMenuItem):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, permission=PERMISSION, **kwargs)

        return CorrectionsMenuItem

    def get_urlpatterns(self):
        return [
            path("", CorrectionIndexView.as_view(), name="index"),
            path("results/", CorrectionIndexView.as_view(results_only=True), name="index_results"),
            path("<int:pk>/", DecideCorrectionView.as_view(), name="decide"),
        ]
