"""Wagtail's user administration, told about our own user model."""

from wagtail.users.apps import WagtailUsersAppConfig


class MembersUsersAppConfig(WagtailUsersAppConfig):
    user_viewset = "members.wagtail_admin.users.SiteUserViewSet"
