"""Makes .venv and fills it with exactly the locked packages. Needs nothing but Python.

    python3 scripts/install.py {base,demo,dev}

`base` is what a production host needs, `demo` adds the local identity
provider of the demo, `dev` adds the tools of the tests. A second run finds its
stamp and ends at once. Whatever is missing is named, with the way to get it.
"""

import hashlib
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# Each set holds the ones before it.
PROFILES = ("base", "demo", "dev")
GIGABYTES_NEEDED = {"base": 1.0, "demo": 1.0, "dev": 1.5}


def main() -> int:
    profile = sys.argv[1] if len(sys.argv) == 2 else ""
    if profile not in PROFILES:
        say(f"Usage: {sys.argv[0]} {{{','.join(PROFILES)}}}")
        return 2
    if is_installed(profile):
        return 0
    problem = missing(profile)
    if problem:
        say(problem)
        return 1
    make_venv()
    if not install(profile):
        return 1
    put_project_on_path()
    for name in PROFILES[: PROFILES.index(profile) + 1]:
        stamp(name).write_text(fingerprint(name))
    return 0


def say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def requirements(profile: str) -> Path:
    return ROOT / "requirements" / f"{profile}.txt"


def stamp(profile: str) -> Path:
    return VENV / f".installed-{profile}"


def fingerprint(profile: str) -> str:
    digest = hashlib.sha256(requirements(profile).read_bytes() + Path(__file__).read_bytes())
    return f"{digest.hexdigest()} {ROOT}\n"


def is_installed(profile: str) -> bool:
    """A bigger set counts too: it holds this one."""
    return PYTHON.exists() and any(
        stamp(name).exists() and stamp(name).read_text() == fingerprint(name)
        for name in PROFILES[PROFILES.index(profile) :]
    )


def missing(profile: str) -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < (3, 11):  # noqa: UP036 -- an older Python is what this looks for
        return (
            f"This is Python {version}; the site needs Python 3.11 or newer.\n"
            "Debian 12 and newer: apt-get install python3 python3-venv. macOS: brew install python@3.13.\n"
            "A Python elsewhere: make PYTHON=/path/to/python3 ..."
        )
    if not PYTHON.exists() and not (find_spec("venv") and find_spec("ensurepip")):
        return (
            f"Python {version} came without its module for virtual environments.\n"
            "Debian and Ubuntu: apt-get install python3-venv. Fedora: dnf install python3-pip."
        )
    free = shutil.disk_usage(ROOT).free / 1e9
    if free < GIGABYTES_NEEDED[profile]:
        return (
            f"Only {free:.1f} GB of disk are free in {ROOT}; {GIGABYTES_NEEDED[profile]:.1f} GB are needed."
        )
    return ""


def make_venv() -> None:
    if PYTHON.exists():
        return
    say(f"Making the virtual environment .venv with Python {sys.version.split()[0]} ...")
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def install(profile: str) -> bool:
    names = [line.split("==")[0] for line in requirements(profile).read_text().splitlines() if "==" in line]
    say(f"Installing {len(names)} packages, each checked against its hash (about a minute) ...")
    log_path = VENV / "install.log"
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    command += ["--only-binary", ":all:", "--require-hashes", "--retries", "5", "-r", requirements(profile)]
    started = shown = time.monotonic()
    seen = 0
    with log_path.open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for line in process.stdout:
            log.write(line)
            if line.startswith(("Collecting ", "Requirement already satisfied: ")):
                seen += 1
                if time.monotonic() - shown > 2:
                    shown = time.monotonic()
                    say(f"  {min(seen, len(names))} of {len(names)}")
            elif line.startswith("Installing collected packages"):
                say("  all fetched; unpacking")
        code = process.wait()
    if code:
        say("".join(log_path.read_text().splitlines(keepends=True)[-12:]))
        say(explain(log_path.read_text()))
        return False
    say(f"  done in {time.monotonic() - started:.0f} s")
    return True


def explain(log: str) -> str:
    for sign, meaning in (
        ("No space left", "The disk is full: make room and run the same command again."),
        (
            "DO NOT MATCH THE HASHES",
            "A package is not the one that was locked. Do not go on before you know why.",
        ),
        (
            "No matching distribution",
            "No ready-made package for this machine or this Python; 3.11 to 3.13 have one.",
        ),
        ("Connection", "The package index was not reached. Check the network or the proxy and run it again."),
    ):
        if sign in log:
            return meaning
    return "pip did not finish. Its whole log is .venv/install.log."


def put_project_on_path() -> None:
    """What an editable install would do, without fetching a build tool."""
    library = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    (Path(library) / "progressive_mass.pth").write_text(f"{ROOT}\n{ROOT / 'site'}\n")


if __name__ == "__main__":
    sys.exit(main())
