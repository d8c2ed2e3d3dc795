"""Who signs in (`User`), who is on the roll (`Member`), and since when."""

from members.models.claim import MembershipClaim
from members.models.member import Member, MemberEmail, address_key
from members.models.membership import Membership, MembershipTier, Suspension
from members.models.sign_in_link import SignInLink
from members.models.user import User

__all__ = [
    "Member",
    "MemberEmail",
    "Membership",
    "MembershipClaim",
    "MembershipTier",
    "SignInLink",
    "Suspension",
    "User",
    "address_key",
]
