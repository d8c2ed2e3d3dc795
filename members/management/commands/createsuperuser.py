"""In place of Django's command of this name, which asks for a password."""

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Not used on this site: see make_operator."

    def run_from_argv(self, argv):
        raise SystemExit(self._sentence())

    def handle(self, *args, **options):
        raise CommandError(self._sentence())

    def _sentence(self) -> str:
        return "Nobody has a password here. Use: manage.py make_operator ADDRESS --superuser"
