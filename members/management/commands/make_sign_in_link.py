"""For the day when no mail goes out: a sign-in link, printed here."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from members.domain.errors import SignInError
from members.domain.sign_in_links import GOOD_FOR, make_link_without_mail


class Command(BaseCommand):
    help = (
        "Print a sign-in link for an address that the site knows: of a member, or of a login. It works once. "
        "Who has rights of staff still shows the second factor."
    )

    def add_arguments(self, parser):
        parser.add_argument("address")

    def handle(self, *, address, **options):
        try:
            with translation.override("en"):
                link = make_link_without_mail(address=address, at=timezone.now())
        except SignInError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(link)
        self.stderr.write(f"It works once, for {int(GOOD_FOR.total_seconds() // 60)} minutes.")
