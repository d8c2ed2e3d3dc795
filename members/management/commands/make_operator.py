"""The first login that may do something: there are no passwords, so a link is printed."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone, translation

from members.domain.operators import make_operator
from members.domain.sign_in_links import GOOD_FOR, make_link_without_mail


class Command(BaseCommand):
    help = "Make the login with this address an operator, and print a link that signs in once."

    def add_arguments(self, parser):
        parser.add_argument("address")
        parser.add_argument("--name", default="", help="How the site greets the person.")
        parser.add_argument(
            "--superuser",
            action="store_true",
            help="May do everything, pages and settings included. Operators run votes, members and users.",
        )

    def handle(self, *, address, name, superuser, **options):
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError(f"{address!r} is no e-mail address.") from error
        user = make_operator(address=address, name=name, is_superuser=superuser)
        self.stderr.write(f"Login {user.pk} is {'a superuser' if superuser else 'an operator'}.")
        with translation.override("en"):
            self.stdout.write(make_link_without_mail(address=address, at=timezone.now()))
        self.stderr.write(f"The link works once, for {int(GOOD_FOR.total_seconds() // 60)} minutes.")
        self.stderr.write("At the first sign-in the site asks to set up a second factor.")
