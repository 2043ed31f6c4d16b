"""The one door to array libraries: what an input is, and which library answers for it.

Everything behind this door is written against the Array API namespace `xp` found here.
"""

import functools
import importlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = Any
ArrayLike: TypeAlias = Any
Namespace: TypeAlias = Any

# Where the Array API namespace of each library lives. NumPy speaks it itself.
NAMESPACES = {"numpy": "numpy", "array_api_strict": "array_api_strict"}
ARRAY_TYPES = {("array_api_strict", "Array"): "array_api_strict"}
SERIES_TYPES = {("pandas", "Series"), ("polars", "Series")}
PLAIN_TYPES = (list, tuple, range, bool, int, float)


def arrays_of(inputs: Sequence[ArrayLike], names: Sequence[str]) -> tuple[Namespace, list[Array]]:
    """Return the namespace the inputs share, and each of them as one of its arrays."""
    origins = [_origin(type(x), name) for x, name in zip(inputs, names, strict=True)]
    libraries = sorted({"numpy" if o == "series" else o for o in origins if o != "plain"})
    if len(libraries) > 1:
        raise TypeError(
            f"{' and '.join(names)} come from different libraries "
            f"({', '.join(libraries)}); convert them to one"
        )
    _refuse_different_indexes(inputs, names)
    xp = importlib.import_module(NAMESPACES[libraries[0] if libraries else "numpy"])
    plain = [
        _plain(x, n) if o == "plain" else x for x, n, o in zip(inputs, names, origins, strict=True)
    ]
    return xp, [xp.asarray(x) for x in plain]


def floats_of(
    xp: Namespace, arrays: Sequence[Array], names: Sequence[str]
) -> tuple[list[Array], list[float]]:
    """Return the arrays in the one floating width they are computed in, and each input's eps.

    Half precision is computed in float32; integers and booleans become float64.
    """
    for array, name in zip(arrays, names, strict=True):
        if not xp.isdtype(array.dtype, ("bool", "integral", "real floating")):
            raise TypeError(f"{name} must hold real numbers, got dtype {array.dtype}")
    bits = [_float_bits(xp, a) for a in arrays]
    width = xp.float32 if max(bits, default=64) <= 32 else xp.float64
    return [xp.astype(a, width, copy=False) for a in arrays], [
        {16: 2.0**-10, 32: 2.0**-23}.get(b, 2.0**-52) for b in bits
    ]


def integers_of(xp: Namespace, array: Array, name: str) -> Array:
    """Return labels as 64-bit integers, refusing anything that only looks like one."""
    if not xp.isdtype(array.dtype, "integral"):
        raise TypeError(f"{name} holds labels, which are integers, got dtype {array.dtype}")
    return xp.astype(array, xp.int64, copy=False)


def exponent(xp: Namespace, x: Array) -> Array:
    """Return e with 2**(e-1) <= x < 2**e, and 0 where x is zero, infinite or NaN."""
    return xp.asarray(np.frexp(np.asarray(x))[1])


def times_power_of_two(xp: Namespace, x: Array, e: Array) -> Array:
    """Return x * 2**e, exactly unless it leaves the range of x."""
    return xp.asarray(np.ldexp(np.asarray(x), np.asarray(e)))


def quietly() -> AbstractContextManager[Any]:
    """Let infinities and NaNs arise without a warning: each is an answer, decided in `_mass`."""
    return np.errstate(all="ignore")


@functools.cache
def _library(kind: type) -> str:
    if issubclass(kind, np.ma.MaskedArray):
        return "masked"
    if issubclass(kind, (np.ndarray, np.generic)):
        return "numpy"
    if issubclass(kind, PLAIN_TYPES):
        return "plain"
    # By the name of the type's module: asking with isinstance would import the library.
    named = {(c.__module__.partition(".")[0], c.__name__) for c in kind.__mro__}
    if named & SERIES_TYPES:
        return "series"
    return next((library for key, library in ARRAY_TYPES.items() if key in named), "unknown")


def _origin(kind: type, name: str) -> str:
    library = _library(kind)
    if library == "masked":
        raise TypeError(
            f"{name} is a masked array; pass {name}.filled(0) if masked outcomes are impossible, "
            f"or {name}.compressed() to leave them out"
        )
    if library == "unknown":
        raise TypeError(
            f"{name} is a {kind.__module__}.{kind.__qualname__}; pass a NumPy array, a list, a "
            f"number or a pandas or Polars series (try numpy.asarray({name}))"
        )
    return library


def _plain(values: ArrayLike, name: str) -> Array:
    if isinstance(values, list | tuple) and values and isinstance(values[0], np.ndarray):
        for row in values:  # a mask would be lost without a word
            _origin(type(row), name)
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise ValueError(f"{name} is not a rectangular array of numbers: {error}") from error
    # float32 inside a list is an accident of where the numbers came from, and [] has no integers.
    return array.astype(np.float64) if array.dtype.kind == "f" else array


def _refuse_different_indexes(inputs: Sequence[ArrayLike], names: Sequence[str]) -> None:
    indexes = [x.index for x in inputs if hasattr(x, "index") and hasattr(x.index, "equals")]
    if any(not index.equals(indexes[0]) for index in indexes[1:]):
        raise ValueError(
            f"{' and '.join(names)} are pandas series with different indexes; "
            "align them first, or pass .to_numpy() to take them by position"
        )


def _float_bits(xp: Namespace, array: Array) -> int:
    return int(xp.finfo(array.dtype).bits) if xp.isdtype(array.dtype, "real floating") else 64
