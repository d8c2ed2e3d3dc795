"""The roll in the editor: its screens and their addresses."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet

from members.models import Chapter, Member, MembershipTier
from members.wagtail_admin.exports import ExportListView, ExportView
from members.wagtail_admin.member_form import EDIT_HANDLER, MemberCreateView, MemberEditView
from members.wagtail_admin.member_list import MemberFilterSet, MemberIndexView
from members.wagtail_admin.menu import HOOK
from members.wagtail_admin.merging import ChooseView, DuplicatesView, MergeView
from members.wagtail_admin.record import MemberHistoryView, MemberRecordView
from members.wagtail_admin.refusing import RefusingMixin, refusing


class MemberViewSet(ModelViewSet):
    model = Member
    icon = "group"
    menu_label = _("Members")
    menu_order = 100
    menu_hook = HOOK
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_reference_index = False
    list_per_page = 50
    list_display = MemberIndexView.list_display
    filterset_class = MemberFilterSet
    # The search is our own: names and addresses are in no search index.
    search_fields = ["last_name"]
    search_backend_name = None

    index_view_class = MemberIndexView
    add_view_class = MemberCreateView
    edit_view_class = MemberEditView
    delete_view_class = refusing(generic.DeleteView)
    history_view_class = MemberHistoryView
    usage_view_class = refusing(UsageView)
    inspect_view_class = MemberRecordView

    edit_handler = EDIT_HANDLER

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("export/", self._screen(ExportView), name="export"),
            path("exports/", self._screen(ExportListView), name="exports"),
            path("duplicates/", self._screen(DuplicatesView), name="duplicates"),
            path("merge/<int:pk>/", self._screen(ChooseView), name="merge_choose"),
            path("merge/<int:pk>/<int:other>/", self._screen(MergeView), name="merge"),
        ]

    def _screen(self, view_class):
        return self.construct_view(view_class)


class _RefusingIndexView(RefusingMixin, generic.IndexView):
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.is_export = False


class _ListOfTheOffice(ModelViewSet):
    """A short list that the office keeps; what is on it stays."""

    menu_hook = HOOK
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = _RefusingIndexView
    add_view_class = refusing(generic.CreateView)
    edit_view_class = refusing(generic.EditView)
    delete_view_class = refusing(generic.DeleteView)
    usage_view_class = refusing(UsageView)


class ChapterViewSet(_ListOfTheOffice):
    model = Chapter
    icon = "site"
    menu_label = _("Chapters")
    menu_order = 500
    list_display = ["name", "code", "is_active"]
    form_fields = ["name", "code", "is_active"]


class MembershipTierViewSet(_ListOfTheOffice):
    model = MembershipTier
    icon = "tag"
    menu_label = _("Kinds of membership")
    menu_order = 510
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
