"""A sign-in provider for the demo: whoever comes may be any of the invented people."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from members.demo_people import DEMO_PEOPLE

_PAGES = Path(__file__).resolve().parents[2] / "demo_sign_in"


class Command(BaseCommand):
    help = "Run the sign-in provider of the demo site. It lets anybody be anybody."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=9400)
        parser.add_argument("--host", default="127.0.0.1", help="The address to listen on.")

    def handle(self, *, port, host, **options):
        if not settings.DEMO:
            raise CommandError("This site is not a demo. Set DEMO=true to run this provider.")
        try:
            import jinja2  # noqa: PLC0415 -- comes with the line below
            import oidc_provider_mock  # noqa: PLC0415 -- installed with the extra "demo" alone
            from werkzeug.serving import make_server  # noqa: PLC0415 -- comes with the line above
        except ImportError as error:
            raise CommandError("Install the extra: pip install 'progressive-mass[demo]'.") from error

        # The tokens travel without TLS, on the demo's own machine.
        os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
        people = [
            oidc_provider_mock.User(
                sub=person.email,
                claims={"email": person.email, "email_verified": True, "name": person.name},
            )
            for person in DEMO_PEOPLE
        ]
        provider = oidc_provider_mock.app(user_claims=people)
        # The provider's debugger would run code for anybody who finds it.
        provider.debug = False
        # Our page with the people's names, and nothing from a foreign host.
        provider.jinja_loader = jinja2.ChoiceLoader([jinja2.FileSystemLoader(_PAGES), provider.jinja_loader])
        provider.jinja_env.globals["people"] = DEMO_PEOPLE
        server = make_server(host, port, provider.wsgi_app.app, threaded=True)
        self.stdout.write(f"The demo's sign-in provider listens on http://{host}:{server.server_port}")
        self.stdout.write("Whom you can sign in as:")
        for person in DEMO_PEOPLE:
            self.stdout.write(f"  {person.name:<22} {person.about}")
        self.stdout.flush()
        try:
            server.serve_forever()
        finally:
            server.server_close()
