"""Loops that run without Numba too: compiled where it is there, plain Python where it is not."""

try:
    from kullback.kernels.numba.compiling import exact as exact
except ImportError:
    from collections.abc import Callable
    from typing import Any, TypeVar

    F = TypeVar("F", bound=Callable[..., Any])

    def exact(function: F) -> F:
        """Leave a function as it is written."""
        return function
