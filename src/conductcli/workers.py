"""Run functions in worker processes, one for each processor, and report at once when one of them dies.

Each worker has a pipe of its own and shares no lock with the others: when it is killed, at whatever moment, its pipe
ends, and the program can say so. The pools of the standard library can then wait for ever: for the rest of a result
that a killed worker was sending, or for a task that was lost with it.
"""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from queue import SimpleQueue
from threading import Thread, current_thread, main_thread
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar

from conductcli.errors import ConductError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    P = ParamSpec("P")
    Result = TypeVar("Result")


class Crew:
    """Worker processes that call functions in parallel, from entering the context to leaving it.

    Each calls `begin` first. `work` completes the message if one of them dies: "reads case files".
    """

    def __init__(self, number: int, begin: Callable[[], object], work: str) -> None:
        self._number = number
        self._begin = begin
        self._work = work
        self._workers: list[tuple[BaseProcess, Connection[Any, Any]]] = []
        self._idle: SimpleQueue[Connection[Any, Any]] = SimpleQueue()
        self._drivers = ThreadPoolExecutor(number)  # one thread per worker, which sends the next task at once

    def __enter__(self) -> Self:
        """Start the workers. Raises ConductError if that is impossible."""
        try:
            with _interrupts_held():
                for _ in range(self._number):
                    self._workers.append(_started(self._begin))
            for _, connection in self._workers:
                self._idle.put(connection)
        except BaseException as error:
            self.__exit__()
            if isinstance(error, OSError):
                raise self._ended() from error
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers, whatever they are doing."""
        self._stop()
        self._drivers.shutdown(cancel_futures=True)
        for worker, connection in self._workers:
            worker.join()
            connection.close()

    def submit(self, function: Callable[P, Result], /, *arguments: P.args, **named: P.kwargs) -> Future[Result]:
        """Call a function in the next free worker; it, its arguments and its result must be picklable.

        The future raises whatever the function raised, or ConductError if a worker died: then all of them end.
        """
        return self._drivers.submit(self._call, function, arguments, named)

    def _call(self, *task: Any) -> Any:
        connection = self._idle.get()
        try:
            connection.send(task)
            returned, answer = connection.recv()
        except (EOFError, OSError) as error:
            self._stop()
            raise self._ended() from error
        finally:
            self._idle.put(connection)
        if returned:
            return answer
        raise answer

    def _stop(self) -> None:
        for worker, _ in self._workers:
            worker.kill()

    def _ended(self) -> ConductError:
        hint = "if memory or space ran out, free some, and run it again"
        return ConductError(f"a process that {self._work} ended before its time", hint)


def _started(begin: Callable[[], object]) -> tuple[BaseProcess, Connection[Any, Any]]:
    """Start a worker; return it and our end of its pipe. No other process has its end, so the pipe ends with it."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    worker = context.Process(target=_work, args=(theirs, begin), daemon=True)
    try:
        worker.start()
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
    return worker, ours


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Delay an interrupt until the end of the block; processes started in it never see one.

    A terminal sends Ctrl-C to the workers too, and one that has not started yet would print a traceback.
    """
    if current_thread() is not main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    held = []
    resource_tracker.ensure_running()  # starting it unblocks interrupts again
    handler = signal.signal(signal.SIGINT, lambda *_: held.append(True))  # other threads may receive it
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # inherited by new processes
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
        if held:
            signal.raise_signal(signal.SIGINT)


def _work(connection: Connection[Any, Any], begin: Callable[[], object]) -> None:
    """Call each function that is received and send back its success and its result or error, until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_follow, daemon=True).start()
    begin()
    while True:
        try:
            function, arguments, named = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer = True, function(*arguments, **named)
        except Exception as error:  # noqa: BLE001 - it is raised where the function was submitted
            answer = False, error
        try:
            connection.send(answer)
        except OSError:
            return


def _follow() -> None:
    """End this process when its parent ends, however that dies."""
    parent = parent_process()
    assert parent
    parent.join()
    os._exit(1)
