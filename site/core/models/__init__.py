from core.models.documents import SiteDocument
from core.models.images import SiteImage, SiteRendition
from core.models.pages import BasePage
from core.models.settings import OrganisationSettings
from core.models.summary import SummaryMixin

__all__ = [
    "BasePage",
    "OrganisationSettings",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "SummaryMixin",
]
