"""How rows are shared out to threads: many rows one by one, a long row chunk by chunk.

A row is summed chunk by chunk in either case, in the same order, so the answer is the same to the
last bit for any number of threads.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from kullback.kernels.numba.summing import CHUNK, add_up, number_of_chunks
from kullback.kernels.threads import share

FEW = 4  # rows, below which it is the chunks that are shared out
SMALL = 2**14  # entries, below which threads cost more than they bring


class Answer(NamedTuple):
    """One number per row, and whether the kernel vouches for it."""

    values: Any
    trusted: Any

    @classmethod
    def to(cls, x: Any) -> "Answer":
        """Make room for the answer to rows of x."""
        return cls(np.empty(len(x), x.dtype), np.ones(len(x), np.bool_))


def are_long(x: Any) -> bool:
    """Tell whether rows are few and long."""
    return len(x) < FEW and x.shape[1] > CHUNK


def sums_of_chunks(sweep: Callable[..., Any], count: int, row: Any, *arguments: Any) -> Any:
    """Return what `sweep(row, *arguments, states, start, stop)` sums in `count` quantities."""
    states = np.empty((number_of_chunks(len(row)), count))
    share(sweep, len(states), row, *arguments, states)
    sums = np.empty(count)
    add_up(states, sums)
    return sums


def share_rows(sweep: Callable[..., Any], x: Any, *arguments: Any) -> None:
    """Call `sweep(x, *arguments, start, stop)` on the rows of x, by one thread if they are few."""
    if x.size < SMALL:
        sweep(x, *arguments, 0, len(x))
    else:
        share(sweep, len(x), x, *arguments)
