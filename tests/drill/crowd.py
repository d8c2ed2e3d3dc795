"""Many at once: real processes with real threads, each on a database connection of its own.

Used inside a process of a drill site. Processes are forked: Django is set up once.
"""

import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, connections

_fork = multiprocessing.get_context("fork")
SECONDS_TO_MEET = 60


def all_at_once(act: Callable[[Any], Any], items: Sequence[Any], *, processes: int, threads: int) -> list:
    """`act(item)` for every item, begun together by all threads of all processes.

    What each call returned, in no order; for a call that failed, the name of the exception.
    """
    start = _fork.Barrier(processes * threads)

    def crew(share: Sequence[Any]) -> list:
        def one_thread(own: Sequence[Any]) -> list:
            connection.ensure_connection()
            start.wait(SECONDS_TO_MEET)
            try:
                return [_outcome(act, item) for item in own]
            finally:
                connections.close_all()

        with ThreadPoolExecutor(threads) as pool:
            return [result for part in pool.map(one_thread, _shares(share, threads)) for result in part]

    return [result for part in in_processes(crew, _shares(items, processes)) for result in part]


def in_processes(act: Callable[[Any], Any], items: Iterable[Any]) -> list:
    """`act(item)` in one process for each item, in the order of the items; fails when one of them does."""
    connections.close_all()
    running = [(start(act, item), item) for item in items]
    return [process.result() for process, _item in running]


class start:
    """A process that runs `act(*arguments)`."""

    def __init__(self, act: Callable[..., Any], *arguments: Any):
        # A connection must not be shared with a child.
        connections.close_all()
        self._answer, question = _fork.Pipe(duplex=False)
        self._process = _fork.Process(target=_run, args=(question, act, arguments))
        self._process.start()
        question.close()

    def result(self) -> Any:
        done, answer = self._answer.recv()
        self._process.join()
        if not done:
            raise AssertionError(answer)
        return answer

    def wait(self) -> None:
        """Until it has ended, in whatever way."""
        self._process.join()

    @property
    def was_killed(self) -> bool:
        return self._process.exitcode == -signal.SIGKILL

    def kill(self) -> None:
        """SIGKILL: nothing of the process gets to run any more."""
        self._process.kill()
        self._process.join()


def _run(question, act, arguments) -> None:
    try:
        question.send((True, act(*arguments)))
    except BaseException:  # noqa: BLE001 -- the parent raises it
        question.send((False, traceback.format_exc()))
    finally:
        connections.close_all()
        question.close()
        # Without the parent's own ends of life, such as stopping a server.
        os._exit(0)


def _outcome(act, item) -> Any:
    try:
        return act(item)
    except Exception as error:  # noqa: BLE001 -- which one it was is what is asked
        return type(error).__name__


def _shares(items: Sequence[Any], number: int) -> list[Sequence[Any]]:
    return [items[first::number] for first in range(number)]
