"""The table of quantities: what exists, where it comes from and what it promises.

Here is also the one place where a kernel may answer instead of the definition: for large NumPy
arrays. Which of them do is in the table that `KERNELS` names.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ParamSpec, TypeVar

from kullback._arrays import are_large, quietly
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
KERNELS = "kullback.kernels.table"


def quantity(*, source: str, laws: tuple[Law, ...]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register the decorated definition as a row of `QUANTITIES`."""

    def register(define: Callable[P, R]) -> Callable[P, R]:
        arity = define.__code__.co_posonlyargcount

        @functools.wraps(define)
        def evaluate(*arrays: P.args, **options: P.kwargs) -> R:
            with quietly(arrays):
                if are_large(arrays) and len(arrays) == arity:
                    answer: R = _kernels().answer(define.__name__, define, arrays, options)
                    if answer is not NotImplemented:
                        return answer
                return define(*arrays, **options)

        QUANTITIES[define.__name__] = Quantity(define.__name__, evaluate, source, laws)
        return evaluate

    return register


def _kernels() -> Any:
    return import_module(KERNELS)
