from django.core.management.base import BaseCommand, CommandError

from home.demo.purging import DemoInUse, purge_demo


class Command(BaseCommand):
    help = (
        "Remove everything of the demo and leave the bare site. "
        "Refuses, and says why, where something real stands on it."
    )

    def handle(self, **options):
        try:
            purge_demo(say=self.stdout.write)
        except DemoInUse as error:
            raise CommandError(
                "Nothing was removed: the site uses parts of the demo.\n- " + "\n- ".join(error.reasons)
            ) from error
        self.stdout.write("The demo is removed.")
