from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from members.domain.api_tokens import revoke_api_token
from members.models import ApiToken


class Command(BaseCommand):
    help = "Revokes a token of another program, at once and for good."

    def add_arguments(self, parser):
        parser.add_argument("name", help="As the list in the editor names it.")

    def handle(self, *, name, **options):
        token = ApiToken.objects.filter(name=name).first()
        if token is None:
            raise CommandError(f"There is no token {name!r}.")
        revoke_api_token(token=token, by=None, at=timezone.now())
        self.stdout.write(f"{name} opens nothing any more.")
