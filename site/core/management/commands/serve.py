import http.client
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.serving.ports import is_free
from core.serving.preparation import prepare
from core.serving.supervisor import Part, Supervisor

DEMO_SIGN_IN_PORT = 9400
# The address of the database with every right: for those who open and count votes alone.
OWNER_ONLY = frozenset({"OWNER_DATABASE_URL"})


class Command(BaseCommand):
    help = "Prepares the site and runs all of it: web server, background work, opening and closing of votes."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
        parser.add_argument("--workers", type=int, default=2, help="web processes (default: %(default)s)")
        parser.add_argument(
            "--threads", type=int, default=4, help="threads of a web process (default: %(default)s)"
        )
        parser.add_argument(
            "--watch-votes",
            type=int,
            metavar="SECONDS",
            default=10,
            help="how often to look for votes that are due (default: %(default)s)",
        )
        parser.add_argument("--reload", action="store_true", help="use the development server, which reloads")
        parser.add_argument("--prepare-only", action="store_true", help="prepare everything, then end")
        parser.add_argument("--no-prepare", action="store_true", help="serve what is there as it is")

    def handle(
        self, *, host, port, workers, threads, watch_votes, reload, prepare_only, no_prepare, **options
    ):
        sign_in_port = urlsplit(os.environ.get("DEMO_OIDC_URL", "")).port or DEMO_SIGN_IN_PORT
        if not prepare_only:
            self.refuse_taken_ports({"PORT": (host, port)}, demo_port=sign_in_port if settings.DEMO else None)
        address = os.environ.get("SITE_URL") or f"http://localhost:{port}"
        if not no_prepare:
            prepare(say=self.say, demo_address=address if settings.DEMO else None)
        if prepare_only:
            return
        environ = {
            **os.environ,
            "SITE_URL": address,
            "PYTHONPATH": os.pathsep.join(filter(None, [*_project_path(), os.environ.get("PYTHONPATH")])),
            "PYTHONUNBUFFERED": "1",
        }
        web = _development_server(host, port) if reload else _granian(host, port, workers, threads)
        parts = [
            web,
            _manage("background work", "db_worker", "--no-reload"),
            _manage("votes", "run_votes", "--watch", str(watch_votes), without=frozenset()),
            _manage("upkeep", "run_upkeep", "--watch"),
        ]
        if settings.DEMO:
            parts.append(_manage("demo sign-ins", "demo_sign_in_provider", "--port", str(sign_in_port)))
        self.say("Starting ...")
        code = Supervisor(parts, environ=environ, say=self.say).run(
            is_ready=lambda: _is_healthy(host, port), when_ready=lambda: self.announce(address)
        )
        if code:
            sys.exit(code)
        self.say("Stopped.")

    def refuse_taken_ports(self, ports, *, demo_port):
        if demo_port:
            ports = {**ports, "DEMO_OIDC_URL": ("127.0.0.1", demo_port)}
        for variable, (host, port) in ports.items():
            if not is_free(host, port):
                example = (
                    f"{variable}={port + 1}"
                    if variable == "PORT"
                    else f"{variable}=http://localhost:{port + 1}"
                )
                raise CommandError(
                    f"Port {port} on {host} is in use, perhaps by this site in another window. "
                    f"Stop that one, or choose another port: make run {example}"
                )

    def announce(self, address):
        lines = ["", f"The site:    {address}/", f"The editor:  {address}/admin/"]
        if settings.DEMO:
            lines += [
                "",
                f"Sign in at {address}/en/sign-in/ with 'Demo sign-in' and pick a person from the list.",
                "Everything in this site is made up, and anybody can be anybody.",
            ]
            lines += [f"Mail is not sent; it is written to {settings.EMAIL_FILE_PATH}."]
        lines += ["", "Ctrl-C stops it."]
        self.say("\n".join(lines))

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()


def _project_path() -> list[str]:
    """The two folders that manage.py puts on the path, for processes that do not start with it."""
    return [str(settings.BASE_DIR), str(settings.SITE_DIR)]


def _manage(name: str, *arguments: str, without: frozenset[str] = OWNER_ONLY) -> Part:
    return Part(name, [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments], without=without)


def _development_server(host: str, port: int) -> Part:
    return _manage("web", "runserver", f"{host}:{port}")


def _granian(host: str, port: int, workers: int, threads: int) -> Part:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    command += ["--host", host, "--port", str(port), "--workers", str(workers)]
    command += ["--blocking-threads", str(threads), "--respawn-failed-workers", "--log-level", "warning"]
    command += ["--working-dir", str(Path(settings.BASE_DIR)), "config.wsgi:application"]
    return Part("web", command, without=OWNER_ONLY)


def _is_healthy(host: str, port: int) -> bool:
    # The name is one that every installation allows itself; the proxy header
    # keeps a site behind TLS from redirecting us.
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": _allowed_host(port)})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _allowed_host(port: int) -> str:
    name = next((host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"), "localhost")
    return f"{name}:{port}"
