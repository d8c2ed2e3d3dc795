"""A progress bar for commands whose work takes a while; a line for each tenth where nobody watches."""

from django.core.management.base import OutputWrapper

_WIDTH = 40
_STEPS = 10


class ProgressBar:
    """Call it with (done, total). `stdout`: that of the command."""

    def __init__(self, stdout: OutputWrapper, label: str):
        self.stdout = stdout
        self.label = label
        self.last: int | None = None

    def __call__(self, done: int, total: int) -> None:
        watched = self.stdout.isatty()
        steps = _WIDTH if watched else _STEPS
        reached = done * steps // total
        if reached == self.last:
            return
        self.last = None if done == total else reached
        if watched:
            bar = "#" * reached + "." * (steps - reached)
            end = "\n" if done == total else ""
            self.stdout.write(f"\r{self.label} [{bar}] {done:,} of {total:,}{end}", ending="")
        else:
            self.stdout.write(f"{self.label}: {done:,} of {total:,}")
        self.stdout.flush()
