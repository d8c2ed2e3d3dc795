from home.models.faq import FaqEntry, FaqGroup, FaqPage
from home.models.pages import HomePage, StandardPage

__all__ = ["FaqEntry", "FaqGroup", "FaqPage", "HomePage", "StandardPage"]
