from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import LocaleColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from issues.models import IssueArea, PolicyPosition


class IssueAreaViewSet(SnippetViewSet):
    model = IssueArea
    icon = "folder-open-inverse"
    list_display = ["name", "short_tag", "order", LocaleColumn()]
    list_filter = ["locale"]
    search_fields = ["name"]
    search_backend_name = None
    copy_view_enabled = False


class PolicyPositionViewSet(SnippetViewSet):
    model = PolicyPosition
    icon = "tick-inverse"
    list_display = ["text", "issue", "stance", "adopted_on", "adopted_by", LocaleColumn()]
    list_filter = ["locale", "stance", "adopted_by"]
    search_fields = ["text"]
    search_backend_name = None
    copy_view_enabled = False


class IssuesGroup(SnippetViewSetGroup):
    menu_label = _("Issues")
    menu_icon = "folder-open-inverse"
    menu_order = 290
    items = (IssueAreaViewSet, PolicyPositionViewSet)


register_snippet(IssuesGroup)
