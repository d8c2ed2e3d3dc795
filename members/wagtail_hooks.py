from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from members.models import ApiToken, Chapter, Correction, Member, MembershipClaim, MembershipTier
from members.wagtail_admin.api_tokens import ApiTokenViewSet, OneRight
from members.wagtail_admin.claims import PERMISSION, ClaimViewSet
from members.wagtail_admin.corrections import PERMISSION as CORRECTING
from members.wagtail_admin.corrections import CorrectionViewSet
from members.wagtail_admin.imports import ImportViewSet
from members.wagtail_admin.members import ChapterViewSet, MembershipTierViewSet, MemberViewSet
from members.wagtail_admin.menu import HOOK, PermittedMenuItem, members_menu
from members.wagtail_admin.policies import NothingIsDeleted, OneRightDecides
from members.wagtail_admin.second_factor import register_log_action

register_permission_policy(Member, NothingIsDeleted(Member))
register_permission_policy(MembershipTier, NothingIsDeleted(MembershipTier))
register_permission_policy(MembershipClaim, OneRightDecides(MembershipClaim, permission=PERMISSION))
register_permission_policy(ApiToken, OneRight(ApiToken))
register_permission_policy(Correction, OneRightDecides(Correction, permission=CORRECTING))
register_permission_policy(Chapter, NothingIsDeleted(Chapter))

hooks.register("register_admin_menu_item", members_menu)
hooks.register("register_log_actions", register_log_action)


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [
        MemberViewSet("member_roll", url_prefix="members"),
        ClaimViewSet("membership_claims", url_prefix="membership-claims"),
        CorrectionViewSet("member_corrections", url_prefix="member-corrections"),
        MembershipTierViewSet("membership_tiers", url_prefix="membership-tiers"),
        ApiTokenViewSet("api_tokens", url_prefix="api-tokens"),
        ChapterViewSet("chapters", url_prefix="chapters"),
        ImportViewSet("member_imports", url_prefix="member-imports"),
    ]


@hooks.register(HOOK)
def claims_item():
    return PermittedMenuItem(
        _("Claims of membership"),
        reverse("membership_claims:index"),
        permission=PERMISSION,
        icon_name="key",
        order=110,
    )


@hooks.register(HOOK)
def duplicates_item():
    return PermittedMenuItem(
        _("Possible duplicates"),
        reverse("member_roll:duplicates"),
        permission="members.merge_member",
        icon_name="copy",
        order=200,
    )


@hooks.register(HOOK)
def exports_item():
    return PermittedMenuItem(
        _("Exports"),
        reverse("member_roll:exports"),
        permission="members.export_member",
        icon_name="download",
        order=400,
    )


@hooks.register(HOOK)
def imports_item():
    return PermittedMenuItem(
        _("Imports"),
        reverse("member_imports:index"),
        permission="members.import_member",
        icon_name="upload",
        order=300,
    )
