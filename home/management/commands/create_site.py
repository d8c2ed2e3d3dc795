from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand

from home.domain.site_tree import create_site_tree


class Command(BaseCommand):
    help = (
        "Make the home page, the standard pages and the languages of a new site. "
        "Safe to run again: what is there stays as it is."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--url",
            default=settings.WAGTAILADMIN_BASE_URL,
            help="Public address of the site; the default is SITE_URL.",
        )
        parser.add_argument(
            "--language",
            action="append",
            choices=[code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES],
            help="A language to offer beside the default one; give it several times. Default: all.",
        )

    def handle(self, *args, url, language, **options):
        address = urlsplit(url)
        port = address.port or (443 if address.scheme == "https" else 80)
        languages = language or [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
        tree = create_site_tree(hostname=address.hostname or "localhost", port=port, languages=languages)
        self.stdout.write(f"The site is at {tree.site.root_url} with {len(tree.pages)} standard pages.")
