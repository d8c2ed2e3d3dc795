"""What the program says about a bundle, for tests to compare."""

import subprocess
import sys

from tests.tools.exports import PROGRAM, load_program

program = load_program()


def run(path, *arguments):
    """The exit status and what is printed, by the program on its own."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(PROGRAM), *arguments, str(path)],
        capture_output=True,
        env={},
        check=False,
    )
    return done.returncode, done.stdout.decode() + done.stderr.decode()


def verify(content, **held):
    """The status of a ZIP, and everything that differs, as one text."""
    try:
        bundle = program.Bundle(program.read_zip(content), content)
        code, report = program.verify_bundle(bundle, program.Held(**held))
    except program.Unreadable as problem:
        return program.UNREADABLE, str(problem)
    checks = [check for part in [*report["parts"], *report["contests"]] for check in part["checks"]]
    return code, "\n".join(f"{check['check']}: {check['detail']}" for check in checks if not check["agrees"])


def assert_found(made, rule, *words):
    """A draft or a ZIP differs, by this rule and with these words."""
    code, said = verify(made if isinstance(made, bytes) else made.zip())
    assert code == program.DIFFERS, said
    assert rule in {line.partition(":")[0] for line in said.splitlines()}, said
    for word in words:
        assert word in said
