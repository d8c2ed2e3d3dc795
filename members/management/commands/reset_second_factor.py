"""For the day when the only operator has lost everything."""

from django.core.management.base import BaseCommand, CommandError

from members.domain.resetting import reset_second_factor
from members.domain.sign_in_links import login_at


class Command(BaseCommand):
    help = "Take away the second factor of a login. It sets up a new one at the next sign-in."

    def add_arguments(self, parser):
        parser.add_argument("address")

    def handle(self, *, address, **options):
        user = login_at(address=address)
        if user is None:
            raise CommandError("No login has this address.")
        gone = reset_second_factor(user=user, actor=None)
        self.stdout.write(f"{gone} taken away. The person is signed out everywhere, and told by mail.")
