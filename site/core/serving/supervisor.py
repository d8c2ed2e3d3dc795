"""Keeps the processes of the site together: they start together and stop together."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FrameType

# How long a process may take to finish what it is doing.
SECONDS_TO_STOP = 15
SECONDS_TO_START = 60
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Part:
    """One process: what it is called in messages, its command, and the variables it is not told."""

    name: str
    command: list[str]
    without: frozenset[str] = frozenset()


class Supervisor:
    """Runs parts until a signal comes or one of them ends.

    A site with a part missing looks alive and is not: results would not be
    published, or mails not sent. So when one part ends, all of them do, and
    whatever runs the supervisor starts the whole again.
    """

    def __init__(self, parts: list[Part], *, environ: Mapping[str, str], say: Callable[[str], None]):
        self.parts = parts
        self.environ = dict(environ)
        self.say = say
        self.processes: dict[str, subprocess.Popen] = {}
        self.stopping_by: int | None = None

    def run(self, *, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> int:
        """Starts the first part, and the others when that one is ready, so that they do not slow it down.

        Returns the exit code: 0 after a signal, 1 after a part has ended by itself.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._remember_signal)
        try:
            self._start(self.parts[0])
            return self._watch(is_ready, when_ready)
        finally:
            self._stop_all()

    def _remember_signal(self, number: int, frame: FrameType | None) -> None:
        self.stopping_by = number

    def _start(self, part: Part) -> None:
        self.processes[part.name] = subprocess.Popen(
            part.command,
            env={name: value for name, value in self.environ.items() if name not in part.without},
            # A key press of Ctrl-C reaches us alone; we pass it on in order.
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )

    def _watch(self, is_ready, when_ready) -> int:
        started, ready = time.monotonic(), False
        while self.stopping_by is None:
            for name, process in self.processes.items():
                if (code := process.poll()) is not None:
                    self.say(f"The part '{name}' ended by itself (exit code {code}); stopping the others.")
                    return 1
            if not ready:
                if ready := is_ready():
                    for part in self.parts[1:]:
                        self._start(part)
                    when_ready()
                elif time.monotonic() - started > SECONDS_TO_START:
                    self.say(f"The site did not answer within {SECONDS_TO_START} seconds.")
                    return 1
            time.sleep(0.2)
        return 0

    def _stop_all(self) -> None:
        running = [process for process in self.processes.values() if process.poll() is None]
        for process in running:
            _send(process, signal.SIGTERM)
        deadline = time.monotonic() + SECONDS_TO_STOP
        for process in running:
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _send(process, signal.SIGKILL)
                process.wait()


def _send(process: subprocess.Popen, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        if number == signal.SIGKILL:
            # A web server's workers are in the group of its own too.
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)


def _end_with_parent() -> None:
    """Runs in the new process: should the supervisor be killed, the kernel ends this one too."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
