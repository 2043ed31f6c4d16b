"""The libraries whose arrays are understood: how each is recognised, and who answers for it.

To add one that speaks the Array API: its types, its name, its namespace and who speaks for it.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from types import ModuleType
from typing import Any

import numpy as np

from kullback._arrays import jax_arrays, numpy_arrays, torch_tensors
from kullback._arrays.types import Array, Namespace

# (package, class) of what users hold; by name, since asking with isinstance would import it.
TYPES = {
    ("numpy", "matrix"): "unknown",
    ("array_api_strict", "Array"): "array_api_strict",
    ("torch", "Tensor"): "torch",
    ("jaxlib", "ArrayImpl"): "jax",
    ("jax", "Array"): "jax",
    ("jax", "Tracer"): "jax",
    ("pandas", "Series"): "series",
    ("polars", "Series"): "series",
}
LARGE = 100_000  # elements: about 5 ms of a definition
PLAIN_TYPES = (list, tuple, range, bool, int, float)

# Who answers what the Array API leaves open.
SPEAKERS: dict[str, ModuleType] = {
    "numpy": numpy_arrays,
    "array_api_strict": numpy_arrays,
    "array_api_compat.torch": torch_tensors,
    "jax.numpy": jax_arrays,
}
LIBRARIES = ("numpy", "array_api_strict", "torch", "jax")

_KNOWN: dict[type, str] = {}


def library_of(kind: type) -> str:
    """Return the library of a type of array, or "plain", "series", "masked" or "unknown"."""
    if kind not in _KNOWN:  # not functools.cache, which torch.compile warns about
        _KNOWN[kind] = _recognised(kind)
    return _KNOWN[kind]


def namespace_of(library: str) -> Namespace:
    """Return the Array API namespace of a library. NumPy and JAX speak it themselves."""
    # Statements, not import_module: torch.compile follows them.
    if library == "torch":
        import array_api_compat.torch as torch_namespace

        return torch_namespace
    if library == "jax":
        import jax.numpy as jax_namespace

        return jax_namespace
    if library == "array_api_strict":
        import array_api_strict

        return array_api_strict
    return np


def quietly(inputs: Iterable[object]) -> AbstractContextManager[Any]:
    """Let infinities and NaNs arise without a warning: each is an answer, decided in `_mass`."""
    for x in inputs:
        if library_of(type(x)) in ("torch", "jax"):
            return nullcontext()
    return np.errstate(all="ignore")


def are_large(inputs: Sequence[Any]) -> bool:
    """Tell whether the inputs are NumPy arrays, together too large to wait for definitions.

    It depends on size alone: a small call never waits for a compiler, nor gains by one.
    """
    sizes = [x.size for x in inputs if isinstance(x, np.ndarray)]
    if not sizes or math.prod(sizes) < LARGE:
        return False
    if max(sizes) < LARGE and not _are_large_together(inputs):
        return False
    return all(library_of(type(x)) in ("numpy", "plain", "series") for x in inputs)


def _are_large_together(inputs: Sequence[Any]) -> bool:
    """Tell whether small arrays make a large one where they broadcast."""
    shapes = [x.shape for x in inputs if isinstance(x, np.ndarray)]
    try:
        return len(set(shapes)) > 1 and math.prod(np.broadcast_shapes(*shapes)) >= LARGE
    except ValueError:  # to be said in the caller's terms
        return False


def widest(xp: Namespace) -> tuple[Any, Any]:
    """Return the widest floating and the widest signed integer type."""
    found: tuple[Any, Any] = SPEAKERS[xp.__name__].widest(xp)
    return found


def anywhere(xp: Namespace, condition: Array) -> bool:
    """Tell whether a condition is seen to hold somewhere; False where values cannot be seen."""
    found: bool = SPEAKERS[xp.__name__].anywhere(condition)
    return found


def everywhere(xp: Namespace, condition: Array) -> bool:
    """Tell whether a condition is seen to hold everywhere, and no derivative is to be taken."""
    found: bool = SPEAKERS[xp.__name__].everywhere(condition)
    return found


def positive(xp: Namespace, x: Array) -> bool:
    """Tell whether every element is seen to be above zero, and no derivative is to be taken."""
    found: bool = SPEAKERS[xp.__name__].positive(x)
    return found


def chosen(
    xp: Namespace, condition: Array, yes: Callable[[], Array], no: Callable[[], Array]
) -> Array:
    """Return `yes` where the condition holds and else `no`, both of the shape of the answer.

    Only what is used is asked for, where that can be seen and no derivative is to be taken.
    """
    return SPEAKERS[xp.__name__].chosen(xp, condition, yes, no)


def constant(xp: Namespace, x: Array) -> Array:
    """Return x, through which no derivative is taken."""
    return SPEAKERS[xp.__name__].constant(x)


def following(xp: Namespace, value: Array, smooth: Callable[[], Array]) -> Array:
    """Return a value, or `smooth` where it is not finite, with the derivative of `smooth`.

    That is less accurate, but finite.
    """
    return SPEAKERS[xp.__name__].following(xp, value, smooth)


def expm1(xp: Namespace, x: Array) -> Array:
    """Return exp(x) - 1, whose derivative is exp(x) to its last digits also far below 0."""
    return SPEAKERS[xp.__name__].expm1(xp, x)


def log1p(xp: Namespace, x: Array) -> Array:
    """Return log(1 + x), right to 2 eps or so wherever x > -1."""
    return SPEAKERS[xp.__name__].log1p(xp, x)


def exponent(xp: Namespace, x: Array) -> Array:
    """Return e with 2**(e-1) <= x < 2**e, and 0 where x is zero, infinite or NaN."""
    return SPEAKERS[xp.__name__].exponent(xp, x)


def times_power_of_two(xp: Namespace, x: Array, e: Array) -> Array:
    """Return x * 2**e, exactly unless it leaves the range of x."""
    return SPEAKERS[xp.__name__].times_power_of_two(xp, x, e)


def places(xp: Namespace, x: Array) -> Array:
    """Return 0, 1, 2, ... along the last axis of x."""
    return SPEAKERS[xp.__name__].places(xp, x)


def taken(xp: Namespace, x: Array, place: Array) -> Array:
    """Return the element of each row of x at a place (..., 1) of its own."""
    return SPEAKERS[xp.__name__].taken(xp, x, place)


def total(xp: Namespace, x: Array) -> Array:
    """Return the library's own sum over the last axis, kept at length 1."""
    return SPEAKERS[xp.__name__].total(xp, x)


def most_added_well(xp: Namespace, x: Array) -> int:
    """Return how many elements `total` adds with no more than 20 roundings."""
    found: int = SPEAKERS[xp.__name__].most_added_well(x)
    return found


def polynomial(xp: Namespace, z: Array, coefficients: Sequence[float]) -> Array:
    """Return the polynomial of z with these coefficients, that of the highest power first."""
    return SPEAKERS[xp.__name__].polynomial(xp, z, coefficients)


def from_numpy(xp: Namespace, x: Array, beside: Array | None) -> Array:
    """Return a NumPy array as one of the library, where the one beside it lives."""
    return SPEAKERS[xp.__name__].from_numpy(xp, x, beside)


def to_numpy(xp: Namespace, x: Array) -> Any:
    """Return the values as an array of NumPy, through which no derivative is taken."""
    return SPEAKERS[xp.__name__].to_numpy(x)


def _recognised(kind: type) -> str:
    named = {(c.__module__.partition(".")[0], c.__name__) for c in kind.__mro__}
    for key, library in TYPES.items():
        if key in named:
            return library
    if issubclass(kind, np.ma.MaskedArray):
        return "masked"
    if issubclass(kind, (np.ndarray, np.generic)):
        return "numpy"
    return "plain" if issubclass(kind, PLAIN_TYPES) else "unknown"
