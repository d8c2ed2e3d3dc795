from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from statehouse.models import District, Office


class OfficeViewSet(ModelViewSet):
    model = Office
    icon = "site"
    form_fields = ["code", "name", "level", "chamber", "is_statewide", "order"]
    list_display = ["__str__", "level", "chamber", "is_statewide"]
    list_filter = ["level", "is_statewide"]


class DistrictViewSet(ModelViewSet):
    model = District
    icon = "site"
    form_fields = ["office", "name", "slug", "valid_from", "valid_to"]
    list_display = ["name", "office", "valid_from", "valid_to"]
    list_filter = ["office"]
    search_fields = ["name"]
    search_backend_name = None


class StateHouseGroup(ViewSetGroup):
    menu_label = _("State House")
    menu_icon = "site"
    menu_order = 320
    items = (OfficeViewSet("offices"), DistrictViewSet("districts"))


@hooks.register("register_admin_viewset")
def register_state_house():
    return StateHouseGroup()
