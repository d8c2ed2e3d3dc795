"""One member, as the office reads her: where she stands, what is known, and how it came about."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import HeaderButton

from members.domain import standing as standings
from members.domain.member_facts import fact_label
from members.domain.providers import provider_title
from members.domain.searching import duplicates_of
from members.domain.standing import Standing, standing_of
from members.importing.notes import field_label
from members.models import ImportRow, Member
from members.wagtail_admin.member_list import STATUS_WORDS
from members.wagtail_admin.office_views import OfficeView

_CHANGES_SHOWN = 10
_CHANGES_ON_A_PAGE = 50
_GOOD = (standings.CURRENT, standings.GRACE)


class _OneMemberView(OfficeView):
    """`member` is the one that the address names."""

    any_permission_required = ("add", "change", "view")

    @cached_property
    def member(self) -> Member:
        return get_object_or_404(
            Member.objects.with_standing().select_related("user").prefetch_related("emails", "external_ids"),
            pk=self.kwargs["pk"],
        )

    @property
    def record_url(self) -> str:
        return reverse("member_roll:inspect", args=[self.member.pk])


class MemberRecordView(_OneMemberView):
    template_name = "members/office/record.html"

    def get_page_title(self):
        return self.member.name

    @cached_property
    def header_buttons(self):
        may = self.request.user.has_perm
        buttons = []
        if may("members.change_member"):
            address = reverse("member_roll:edit", args=[self.member.pk])
            buttons.append(HeaderButton(gettext_lazy("Edit"), address, icon_name="edit", priority=10))
        if may("members.merge_member"):
            address = reverse("member_roll:merge_choose", args=[self.member.pk])
            buttons.append(HeaderButton(gettext_lazy("Merge"), address, icon_name="copy", priority=20))
        return buttons

    def get_context_data(self, **kwargs):
        member, today = self.member, timezone.localdate()
        standing = standing_of(member, today)
        changes = member.changes.select_related("actor")
        return super().get_context_data(
            **kwargs,
            member=member,
            today=today,
            status=STATUS_WORDS[standing.status],
            is_good=standing.status in _GOOD,
            standing_detail=standing_detail(standing),
            language=_language(member.language),
            emails=member.emails.all(),
            memberships=[(row, source_words(row.source)) for row in member.memberships.all()],
            suspensions=member.suspensions.all(),
            chapters=member.chapter_memberships.all(),
            external_ids=member.external_ids.all(),
            sign_ins=_sign_ins(member),
            changes=[shown_change(change) for change in changes[: _CHANGES_SHOWN + 1]][:_CHANGES_SHOWN],
            more_changes=changes.count() > _CHANGES_SHOWN,
            import_rows=ImportRow.objects.filter(member=member)
            .select_related("run")
            .order_by("-run_id")[:10],
            claims=member.claims.select_related("decided_by").order_by("-made_at")[:10],
            merged_records=member.merged_records.select_related("by"),
            duplicates=duplicates_of(member) if self.request.user.has_perm("members.merge_member") else [],
        )


class MemberHistoryView(_OneMemberView):
    """Every change of the record, the newest first."""

    template_name = "members/office/history.html"
    results_only = False
    history_results_url_name = None
    page_title = gettext_lazy("History")
    header_icon = "history"

    def get_trail(self):
        return [(self.record_url, self.member.name)]

    def get_context_data(self, **kwargs):
        paginator = Paginator(self.member.changes.select_related("actor"), _CHANGES_ON_A_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        return super().get_context_data(
            **kwargs,
            member=self.member,
            page=page,
            changes=[shown_change(change) for change in page],
            record_url=self.record_url,
        )


def standing_detail(standing: Standing) -> str:
    """The days behind a standing, for the office."""
    days = {
        "until": standing.until and date_format(standing.until, "DATE_FORMAT"),
        "grace": standing.grace_until and date_format(standing.grace_until, "DATE_FORMAT"),
        "start": standing.starts_on and date_format(standing.starts_on, "DATE_FORMAT"),
    }
    if standing.status == standings.GRACE:
        return _("Dues ran out on %(until)s. The vote stays until %(grace)s.") % days
    if standing.status == standings.NOT_STARTED:
        return _("Membership starts on %(start)s.") % days
    if standing.until is None:
        return _("Until further notice.") if standing.status == standings.SUSPENDED else ""
    return {
        standings.CURRENT: _("Dues are paid until %(until)s."),
        standings.EXPIRED: _("Dues ran out on %(until)s."),
        standings.CANCELLED: _("Canceled on %(until)s."),
        standings.SUSPENDED: _("Until %(until)s."),
    }.get(standing.status, "") % days


def shown_change(change) -> dict:
    """A change with the words that a reader needs."""
    return {
        "at": change.at,
        "who": str(change.actor) if change.actor else "",
        "source": source_words(change.source),
        "lines": [(_label(key), old, new) for key, (old, new) in change.changes.items()],
    }


def _label(key: str) -> str:
    label = fact_label(key)
    # The fields of an import have names of their own.
    return field_label(key) if label == key else label


def source_words(source: str) -> str:
    """Where a row or a change came from, in words."""
    kind, _colon, which = source.partition(":")
    words = {
        "office": _("Office"),
        "merge": _("Merge of two records"),
        "correction": _("Correction by the member"),
        "import": _("Import %(which)s"),
        "undo": _("Import %(which)s undone"),
        "api": _("Membership system (%(which)s)"),
        "demo": _("Demo"),
    }.get(kind)
    return words % {"which": which} if words and "%" in words else words or source


def _sign_ins(member: Member) -> list[str]:
    if not member.user:
        return []
    return [provider_title(row.provider) for row in member.user.social_auth.order_by("pk")]


def _language(code: str) -> str:
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        # One that no site is translated into: the import knows it, Django does not.
        return code
