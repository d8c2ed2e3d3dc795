"""What the screens of the office share."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from members.models import Member
from members.wagtail_admin.refusing import RefusingMixin


class OfficeView(RefusingMixin, PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A screen about members that is none of Wagtail's; `permission_required` is checked on members."""

    model = Member
    header_icon = "group"
    index_url_name = "member_roll:index"
    # (url, label) of the screens between the list and this one.
    trail: tuple = ()

    def get_breadcrumbs_items(self):
        items = [{"url": reverse(self.index_url_name), "label": _("Members")}]
        items += [{"url": url, "label": label} for url, label in self.get_trail()]
        items.append({"url": "", "label": self.get_page_title()})
        return [*self.breadcrumbs_items, *items]

    def get_trail(self):
        return self.trail
