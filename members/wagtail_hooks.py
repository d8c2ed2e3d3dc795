from wagtail import hooks
from wagtail.permissions import register_permission_policy

from members.models import ApiToken, Member, MembershipClaim, MembershipTier
from members.wagtail_admin.api_tokens import ApiTokenViewSet, OneRight
from members.wagtail_admin.claims import ClaimViewSet, DecidingPolicy
from members.wagtail_admin.members import MembershipTierViewSet, MemberViewSet
from members.wagtail_admin.policies import NothingIsDeleted

register_permission_policy(Member, NothingIsDeleted(Member))
register_permission_policy(MembershipTier, NothingIsDeleted(MembershipTier))
register_permission_policy(MembershipClaim, DecidingPolicy(MembershipClaim))
register_permission_policy(ApiToken, OneRight(ApiToken))


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [
        MemberViewSet("member_roll", url_prefix="members"),
        ClaimViewSet("membership_claims", url_prefix="membership-claims"),
        MembershipTierViewSet("membership_tiers", url_prefix="membership-tiers"),
        ApiTokenViewSet("api_tokens", url_prefix="api-tokens"),
    ]
