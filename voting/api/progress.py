"""How far a long piece of work has come, told to whoever listens: a command's progress bar."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_listener: ContextVar[Callable[[int, int], None] | None] = ContextVar("listener", default=None)


def tell_progress(done: int, total: int) -> None:
    """Say that `done` of `total` pieces are finished. Nothing happens where nobody listens."""
    listener = _listener.get()
    if listener is not None:
        listener(done, total)


@contextmanager
def hearing_progress(listener: Callable[[int, int], None]) -> Iterator[None]:
    """Inside the block, `listener(done, total)` is called by every piece of work that tells."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
