import os
import signal
import sys
import textwrap
import threading
import time

import pytest

from core.serving.supervisor import Part, Supervisor
from tests.support.processes import Site

pytestmark = pytest.mark.slow

SLEEPER = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def part(name, code):
    return Part(name, [sys.executable, "-c", code])


@pytest.fixture
def run(monkeypatch):
    """Runs a supervisor in this process; returns its exit code, what it said, and its processes."""
    monkeypatch.setattr("core.serving.supervisor.SECONDS_TO_STOP", 1)
    # The supervisor takes over the signals of its process, which here is pytest's.
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}

    def start(*parts, is_ready=lambda: True, when_ready=lambda: None):
        said = []
        supervisor = Supervisor(list(parts), environ=os.environ, say=said.append)
        code = supervisor.run(is_ready=is_ready, when_ready=when_ready)
        return code, "\n".join(said), supervisor.processes

    yield start
    for number, handler in before.items():
        signal.signal(number, handler)


def send_later(number, seconds=0.5):
    threading.Timer(seconds, os.kill, [os.getpid(), number]).start()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_stops_every_part(run, number):
    code, _said, processes = run(
        part("web", SLEEPER), part("votes", SLEEPER), when_ready=lambda: send_later(number)
    )
    assert code == 0
    assert {name: process.returncode for name, process in processes.items()} == {
        "web": -signal.SIGTERM,
        "votes": -signal.SIGTERM,
    }


def test_part_that_ends_stops_the_others_and_is_named(run):
    code, said, processes = run(part("web", SLEEPER), part("votes", "raise SystemExit(3)"))
    assert code == 1
    assert "'votes' ended by itself (exit code 3)" in said
    assert processes["web"].returncode is not None


def test_part_that_does_not_stop_is_killed(run):
    # Time enough for it to begin ignoring the signal.
    code, _said, processes = run(part("web", STUBBORN), when_ready=lambda: send_later(signal.SIGTERM, 1))
    assert code == 0
    assert processes["web"].returncode == -signal.SIGKILL


def test_other_parts_start_when_the_first_is_ready(run):
    answers = iter([False, False, True])
    seen = []
    code, _said, processes = run(
        part("web", SLEEPER),
        part("votes", SLEEPER),
        is_ready=lambda: seen.append(1) or next(answers),
        when_ready=lambda: send_later(signal.SIGTERM, 0.1),
    )
    assert (code, len(seen), set(processes)) == (0, 3, {"web", "votes"})


def test_site_that_never_answers_is_given_up(run, monkeypatch):
    monkeypatch.setattr("core.serving.supervisor.SECONDS_TO_START", 0.3)
    code, said, processes = run(part("web", SLEEPER), part("votes", SLEEPER), is_ready=lambda: False)
    assert code == 1
    assert "did not answer" in said
    assert set(processes) == {"web"}


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ends them on Linux only")
def test_parts_do_not_outlive_a_killed_supervisor(tmp_path):
    pid_file = tmp_path / "pid"
    code = textwrap.dedent(f"""
        import os, sys
        from core.serving.supervisor import Part, Supervisor
        part = Part("web", [sys.executable, "-c", {SLEEPER!r}])
        supervisor = Supervisor([part], environ=os.environ, say=print)
        write = lambda: open({str(pid_file)!r}, "w").write(str(supervisor.processes["web"].pid))
        supervisor.run(is_ready=lambda: True, when_ready=write)
    """)
    supervisor = Site({"DJANGO_SETTINGS_MODULE": "config.settings.test"}).start_python(code)
    wait_until(lambda: pid_file.exists() and pid_file.read_text())
    supervisor.kill()
    supervisor.communicate()
    wait_until(lambda: not is_running(int(pid_file.read_text())))


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_running(pid):
    try:
        with open(f"/proc/{pid}/stat") as facts:
            return facts.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_part_is_not_told_what_is_kept_from_it(run, monkeypatch, tmp_path):
    monkeypatch.setenv("OWNER_DATABASE_URL", "a secret")
    write = (
        "import os, pathlib, time; pathlib.Path({!r}).write_text(repr(os.environ.get('OWNER_DATABASE_URL')))"
    )
    web, votes = tmp_path / "web", tmp_path / "votes"
    told = part("votes", write.format(str(votes)) + "; time.sleep(60)")
    kept = Part(
        "web", [sys.executable, "-c", write.format(str(web))], without=frozenset({"OWNER_DATABASE_URL"})
    )
    run(told, kept)
    assert (web.read_text(), votes.read_text()) == ("None", "'a secret'")
