"""Numbers that say how a loss is made, and the sentence said when one cannot be."""

import math
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


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} must be a number, got {value!r}")
    return float(value)
