"""Who signs in (`User`), who is on the roll (`Member`), and since when."""

from members.models.api_token import ApiToken
from members.models.change import MemberChange
from members.models.chapter import Chapter, ChapterMembership
from members.models.claim import MembershipClaim
from members.models.correction import Correction
from members.models.external_id import ExternalId
from members.models.imports import ImportMapping, ImportRow, ImportRun, ImportUpload
from members.models.mail_preferences import MailPreferences
from members.models.member import Member, MemberEmail, address_key
from members.models.membership import Membership, MembershipTier, Suspension
from members.models.office import GroupGrant, MemberExport, MergedRecord
from members.models.session import Session
from members.models.settings import MembershipSettings
from members.models.sign_in_link import SignInLink
from members.models.user import User

__all__ = [
    "ApiToken",
    "Chapter",
    "ChapterMembership",
    "Correction",
    "ExternalId",
    "GroupGrant",
    "ImportMapping",
    "ImportRow",
    "ImportRun",
    "ImportUpload",
    "MailPreferences",
    "Member",
    "MemberChange",
    "MemberEmail",
    "MemberExport",
    "Membership",
    "MembershipClaim",
    "MembershipSettings",
    "MembershipTier",
    "MergedRecord",
    "Session",
    "SignInLink",
    "Suspension",
    "User",
    "address_key",
]
