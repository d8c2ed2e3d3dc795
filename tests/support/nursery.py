"""Processes of a site that begin where Django is ready: forked from one that has made it ready once.

Starting Python and Django takes two seconds of a processor, and the drills
start a hundred processes. Each is a process of its own all the same, with an
environment, settings and connections of its own, and may be killed like any
other.
"""

import contextlib
import gc
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
_LONGEST_ORDER = 1 << 17
_NOT_CONNECTED = "//nobody@localhost/none"


class NurseryProcess:
    """As much of `subprocess.Popen` as the drills need; both ends speak text.

    `arguments`: as for the interpreter, `-c CODE ...` or `FILE ...`.
    """

    def __init__(self, arguments: Sequence[str], env: Mapping[str, str]):
        self.returncode: int | None = None
        self._said: tuple[str, str] | None = None
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 -- read when the process has ended
        self._news, news = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        (stdin, to_child), (from_child, stdout) = os.pipe(), os.pipe()
        self.stdin, self.stdout = os.fdopen(to_child, "w"), os.fdopen(from_child)
        order = json.dumps({"arguments": list(arguments), "env": dict(env)}).encode()
        files = [news.detach(), stdin, stdout, self._errors.fileno()]
        orders, _process = _nursery(
            env["DJANGO_SETTINGS_MODULE"], urlsplit(env.get("DATABASE_URL", "sqlite:")).scheme
        )
        socket.send_fds(orders, [order], files)
        for file in files[:3]:
            os.close(file)
        self.pid = int(self._news.recv(32))

    def wait(self, timeout: float | None = None) -> int:
        """The exit code; raises subprocess.TimeoutExpired. `timeout`: seconds."""
        if self.returncode is None:
            self._news.settimeout(timeout)
            try:
                self.returncode = int(self._news.recv(32))
            except TimeoutError:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0) from None
        return self.returncode

    def poll(self) -> int | None:
        if self.returncode is None and select.select([self._news], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """What it said, and its errors, once it has ended; raises subprocess.TimeoutExpired."""
        if self._said is None:
            self.stdin.close()
            heard: list[str] = []
            reader = threading.Thread(target=lambda: heard.append(self.stdout.read()), daemon=True)
            reader.start()
            self.wait(timeout)
            reader.join()
            self._errors.seek(0)
            self._said = heard[0], self._errors.read()
            for file in (self.stdout, self._errors, self._news):
                file.close()
        return self._said

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)


@cache
def _nursery(settings_module: str, scheme: str) -> tuple[socket.socket, subprocess.Popen]:
    """Where orders are sent to, and the process that takes them: it ends with this one.

    Some models differ by the kind of database: each kind has its own.
    """
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    environ = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": settings_module,
        "DATABASE_URL": f"{scheme}:{_NOT_CONNECTED}",
    }
    environ.pop("TEST_DATABASE", None)
    command = [sys.executable, "-m", __name__, str(its.fileno())]
    with its:
        process = subprocess.Popen(
            command, env=environ, cwd=ROOT, pass_fds=[its.fileno()], stdin=subprocess.DEVNULL
        )
    return ours, process


# --- in the nursery -----------------------------------------------------------------------------


def main(orders: socket.socket) -> None:
    """Forks a process for every order; each comes out of here as the program it was ordered to be."""
    import django  # noqa: PLC0415 -- nothing of it is wanted where processes are ordered

    django.setup()
    gc.collect()
    gc.freeze()
    order, files = _next_child(orders)
    _become(order["env"], files)
    _run(order["arguments"])


def _next_child(orders: socket.socket) -> tuple[dict, list[int]]:
    """Returns in children alone: the order, and the files to be standard input, output and error."""
    children: dict[int, socket.socket] = {}
    ended, wake = socket.socketpair()
    wake.setblocking(False)
    signal.set_wakeup_fd(wake.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while True:
        ready, _, _ = select.select([orders, ended], [], [])
        if ended in ready:
            ended.recv(512)
            _tell_who_ended(children)
        if orders not in ready:
            continue
        order, files, _flags, _address = socket.recv_fds(orders, _LONGEST_ORDER, 4)
        if not order:
            # Whoever sent them is gone.
            for pid in children:
                os.kill(pid, signal.SIGKILL)
            os._exit(0)
        pid = os.fork()
        if not pid:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for each in (orders, ended, wake, *children.values()):
                each.close()
            os.close(files[0])
            return json.loads(order), files[1:]
        for file in files[1:]:
            os.close(file)
        children[pid] = socket.socket(fileno=files[0])
        children[pid].send(str(pid).encode())


def _tell_who_ended(children: dict[int, socket.socket]) -> None:
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        with children.pop(pid) as news, contextlib.suppress(BrokenPipeError):
            news.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(env: Mapping[str, str], files: Sequence[int]) -> None:
    for target, file in enumerate(files):
        os.dup2(file, target)
        os.close(file)
    os.environ.clear()
    os.environ.update(env)
    _read_settings_again()


def _read_settings_again() -> None:
    """They follow from the environment. Who keeps what was made of one is told, as by `override_settings`."""
    from django.conf import empty, settings  # noqa: PLC0415 -- see above
    from django.core.signals import setting_changed  # noqa: PLC0415 -- see above
    from django.db import connections  # noqa: PLC0415 -- see above
    from django.test import signals  # noqa: F401, PLC0415 -- it listens from now on

    before = _values(settings)
    for name in [name for name in sys.modules if name.startswith(("config.settings", "config.env"))]:
        del sys.modules[name]
    settings._wrapped = empty
    for name, value in _values(settings).items():
        if before.get(name) == value:
            continue
        if name == "DATABASES":
            # No connection was opened: only what describes them is made again.
            connections.__init__()
            vars(connections).pop("settings", None)
        else:
            setting_changed.send(sender=None, setting=name, value=value, enter=True)


def _values(settings) -> dict[str, object]:
    return {name: getattr(settings, name) for name in dir(settings) if name.isupper()}


def _run(arguments: Sequence[str]) -> None:
    first, *rest = arguments
    if first == "-c":
        code, *rest = rest
        sys.argv = ["-c", *rest]
        exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102 -- as python -c does
    else:
        sys.argv = [first, *rest]
        runpy.run_path(first, run_name="__main__")


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
