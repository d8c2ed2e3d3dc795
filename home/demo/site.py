"""The site the demo stands on."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

from home.demo.writing import SPANISH
from home.domain.site_tree import SiteTree, create_site_tree


def demo_site_tree() -> SiteTree:
    """The standard pages at the site's own address, in the languages of the demo; made where missing."""
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    tree = create_site_tree(
        hostname=address.hostname or "localhost", port=port, languages=[settings.LANGUAGE_CODE, SPANISH]
    )
    # Addresses were looked up before the Spanish home page was there.
    Site.clear_site_root_paths_cache()
    return tree
