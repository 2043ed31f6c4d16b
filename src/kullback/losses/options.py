"""Numbers that say how a loss is made, and the sentence said when one cannot be."""

import math
import operator
from numbers import Real


def between(value: float, low: float, high: float, name: str) -> float:
    """Return a number that lies between two others."""
    number = _number(value, name)
    if not low <= number <= high:
        raise ValueError(f"{name} must lie between {low:g} and {high:g}, got {value}")
    return number


def not_negative(value: float, name: str) -> float:
    """Return a finite number that is zero or more."""
    number = _number(value, name)
    if not 0.0 <= number < math.inf:
        raise ValueError(f"{name} must be zero or more, and finite, got {value}")
    return number


def above_zero(value: float, name: str) -> float:
    """Return a finite number above zero."""
    number = _number(value, name)
    if not 0.0 < number < math.inf:
        raise ValueError(f"{name} must be above zero, and finite, got {value}")
    return number


def check_label(value: object, name: str, way_out: str) -> int | None:
    """Return a whole number of 64 bits, which labels are, or None where it is traced by JAX.

    What is none is refused; `way_out` says what else it may be.
    """
    if not hasattr(value, "__index__"):
        raise TypeError(f"{name} must be a whole number{way_out}, got {value!r}")
    try:
        number = operator.index(value)
    except TypeError:
        return None
    if not -(2**63) <= number < 2**63:
        raise ValueError(f"{name} must fit into 64 bits, as labels do, got {value!r}")
    return number


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} must be a number, got {value!r}")
    return float(value)
