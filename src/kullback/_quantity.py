"""The table of quantities: what exists, where it comes from and what it promises."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from kullback._arrays import quietly
from kullback._laws import Law

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One row: the public function, where it comes from, what it obeys."""

    name: str
    evaluate: Callable[..., Any]
    source: str
    laws: tuple[Law, ...]


QUANTITIES: dict[str, Quantity] = {}


def quantity(*, source: str, laws: tuple[Law, ...]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register the decorated definition as a row of `QUANTITIES`."""

    def register(define: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(define)
        def evaluate(*arrays: P.args, **options: P.kwargs) -> R:
            with quietly(arrays):
                return define(*arrays, **options)

        QUANTITIES[define.__name__] = Quantity(define.__name__, evaluate, source, laws)
        return evaluate

    return register
