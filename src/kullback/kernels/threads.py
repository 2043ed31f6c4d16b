"""The library's own threads: as many as the processor lends this process, made when first needed.

Kernels hold no lock of Python's, so plain threads run them side by side. Numba's own parallel
loops would end the process when two Python threads call them at once. There is one pool, and it
belongs to the process that made it: after a fork the child makes its own.
"""

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from itertools import pairwise
from threading import Lock
from typing import Any

VARIABLE = "KULLBACK_NUM_THREADS"
# More pieces than threads: a thread that is held up is not waited for with half of the work.
PIECES_PER_THREAD = 4
DIGITS = 4  # of a number of threads that is no slip of the pen

_pools: dict[int, ThreadPoolExecutor] = {}  # the one there is, by its number of threads
_lock = Lock()


def number_of_threads() -> int:
    """Return how many threads to use: `KULLBACK_NUM_THREADS`, or the processors of this process."""
    wanted = os.environ.get(VARIABLE, "").strip()
    if not wanted:
        lent = getattr(os, "sched_getaffinity", None)
        return len(lent(0)) if lent else os.cpu_count() or 1
    if not wanted.isdecimal() or len(wanted) > DIGITS or int(wanted) < 1:
        raise ValueError(
            f"{VARIABLE} must be a whole number of threads from 1 to {10**DIGITS - 1}, "
            f"got {wanted[:20]!r}"
        )
    return int(wanted)


def share(work: Callable[..., Any], count: int, *arguments: Any) -> None:
    """Call `work(*arguments, start, stop)` on pieces of range(count), on all threads.

    When it returns or raises, nobody is at work any more.
    """
    threads = number_of_threads()
    if min(threads, count) <= 1:
        work(*arguments, 0, count)
        return
    pieces = min(count, threads * PIECES_PER_THREAD)
    edges = [count * i // pieces for i in range(pieces + 1)]
    futures: list[Future[Any]] = []
    try:
        for start, stop in pairwise(edges):
            _submit(futures, threads, work, *arguments, start, stop)
        for future in futures:
            future.result()
    finally:
        for future in futures:
            future.cancel()
        wait(futures)


def _submit(futures: list[Future[Any]], threads: int, work: Callable[..., Any], *how: Any) -> None:
    """Hand work to the pool, or do it here where Python is about to end and takes none."""
    try:
        futures.append(_pool(threads).submit(work, *how))
    except RuntimeError:
        work(*how)


def _forget() -> None:
    """Leave the pools to the parent: their threads do not exist here."""
    global _lock
    _lock = Lock()
    _pools.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def _pool(threads: int) -> ThreadPoolExecutor:
    with _lock:
        if threads not in _pools:
            _pools.clear()  # who is at work in another finishes there
            _pools[threads] = ThreadPoolExecutor(threads, thread_name_prefix="kullback")
        return _pools[threads]
