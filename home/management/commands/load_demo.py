from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from home.demo.loading import load_demo
from voting.domain.errors import NotReady


class Command(BaseCommand):
    help = (
        "Load the demo: invented people, candidates and votes, each marked as demo. "
        "Safe to run again: what is there stays as it is."
    )

    def add_arguments(self, parser):
        parser.add_argument("--force", action="store_true", help="Also on a site whose setting DEMO is off.")

    def handle(self, *, force, **options):
        if not settings.DEMO and not force:
            raise CommandError(
                "This site is not a demo: DEMO is off. With --force the demo is loaded all the same; "
                "purge_demo removes it."
            )
        try:
            load_demo(today=timezone.localdate(), say=self.stdout.write)
        except NotReady as error:
            raise CommandError("A vote cannot be announced:\n- " + "\n- ".join(error.problems)) from error
        self.stdout.write("The demo is loaded.")
