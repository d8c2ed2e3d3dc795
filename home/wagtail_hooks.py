from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import LocaleColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.models import FaqEntry, FaqGroup


class FaqEntryViewSet(SnippetViewSet):
    model = FaqEntry
    icon = "help"
    list_display = ["question", "group", "order", "last_reviewed_on", LocaleColumn()]
    list_filter = ["locale", "group", "last_reviewed_on"]
    search_fields = ["question"]
    search_backend_name = None
    copy_view_enabled = False


class FaqGroupViewSet(SnippetViewSet):
    model = FaqGroup
    icon = "list-ul"
    list_display = ["name", "order", LocaleColumn()]
    list_filter = ["locale"]
    copy_view_enabled = False


class FaqSnippetGroup(SnippetViewSetGroup):
    menu_label = _("Questions")
    menu_icon = "help"
    menu_order = 330
    items = (FaqEntryViewSet, FaqGroupViewSet)


register_snippet(FaqSnippetGroup)
