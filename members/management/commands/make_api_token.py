from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from members.domain.api_tokens import make_api_token
from members.models import ApiToken


class Command(BaseCommand):
    help = (
        "Makes a token with which another program reads the roll, and with --write changes it. "
        "The token is shown once, on standard output."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", help="Of the program that uses it: small letters, digits, hyphens.")
        parser.add_argument("--write", action="store_true", help="The program may change the roll too.")
        parser.add_argument(
            "--last-day", type=date.fromisoformat, help="As 2027-06-30; a year from now unless told."
        )

    def handle(self, *, name, write, last_day, **options):
        now = timezone.now()
        wanted = {
            "name": name,
            "may_write": write,
            "expires_on": last_day or timezone.localdate(now) + timedelta(days=365),
        }
        try:
            ApiToken(**wanted).clean_fields(exclude=["token_hash", "prefix", "created_at"])
            ApiToken(**wanted).validate_unique(exclude=["token_hash"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        token, text = make_api_token(**wanted, created_by=None, at=now)
        self.stderr.write(
            f"Good until {token.expires_on} for: {', '.join(sorted(token.scopes))}. Keep it now:"
        )
        self.stdout.write(text)
