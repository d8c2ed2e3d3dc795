"""The part of the editor's menu that is about members."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

# What belongs to members registers its menu item under this name.
HOOK = "register_members_menu_item"


class PermittedMenuItem(MenuItem):
    """Shown to those who have the permission."""

    def __init__(self, *args, permission: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request):
        return request.user.has_perm(self.permission)


def members_menu() -> MenuItem:
    return SubmenuMenuItem(
        _("Membership"), Menu(register_hook_name=HOOK), name="membership", icon_name="group", order=550
    )
