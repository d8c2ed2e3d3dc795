from core.models.documents import SiteDocument
from core.models.images import SiteImage, SiteRendition
from core.models.pages import BasePage
from core.models.settings import OrganisationSettings

__all__ = ["BasePage", "OrganisationSettings", "SiteDocument", "SiteImage", "SiteRendition"]
