"""From what the caller holds to arrays of one library, in the width they are computed in."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from kullback._arrays.libraries import LIBRARIES, from_numpy, library_of, namespace_of, widest
from kullback._arrays.types import Array, ArrayLike, Namespace

DOUBLE_EPS = 2.0**-52


def arrays_of(inputs: Sequence[ArrayLike], names: Sequence[str]) -> tuple[Namespace, list[Array]]:
    """Return the namespace the inputs share, and each of them as one of its arrays."""
    origins = [_origin(type(x), name) for x, name in zip(inputs, names, strict=True)]
    if origins[0] in LIBRARIES and origins.count(origins[0]) == len(origins):
        return namespace_of(origins[0]), list(inputs)
    held = [x for x, origin in zip(inputs, origins, strict=True) if origin in LIBRARIES]
    libraries = sorted({"numpy" if o == "series" else o for o in origins if o != "plain"})
    if len(libraries) > 1:
        raise TypeError(
            f"{' and '.join(names)} come from different libraries "
            f"({', '.join(libraries)}); convert them to one"
        )
    if "series" in origins:
        _refuse_different_indexes(inputs, names)
    library = libraries[0] if libraries else "numpy"
    xp = namespace_of(library)
    beside = held[0] if held else None
    return xp, [
        x if origin == library else from_numpy(xp, _plain(x, name), beside)
        for x, name, origin in zip(inputs, names, origins, strict=True)
    ]


def floats_of(
    xp: Namespace, arrays: Sequence[Array], names: Sequence[str]
) -> tuple[list[Array], list[float]]:
    """Return the arrays in the one floating width they are computed in, and each input's eps.

    Half precision is computed in float32; integers and booleans become the widest floats.
    """
    if all(array.dtype == xp.float64 for array in arrays):  # as most are, and quickly told
        return list(arrays), [DOUBLE_EPS] * len(arrays)
    for array, name in zip(arrays, names, strict=True):
        if not xp.isdtype(array.dtype, ("bool", "integral", "real floating")):
            raise TypeError(f"{name} must hold real numbers, got dtype {array.dtype}")
    double, _ = widest(xp)
    types = [a.dtype if xp.isdtype(a.dtype, "real floating") else double for a in arrays]
    narrow = bool(types) and all(xp.finfo(t).bits <= 32 for t in types)
    width = xp.float32 if narrow else double
    return [xp.astype(a, width, copy=False) for a in arrays], [
        max(float(xp.finfo(t).eps), DOUBLE_EPS) for t in types
    ]


def integers_of(xp: Namespace, array: Array, name: str) -> Array:
    """Return labels as signed integers, refusing anything that only looks like one."""
    if array.dtype == xp.int64:
        return array
    if not xp.isdtype(array.dtype, "integral"):
        raise TypeError(f"{name} holds labels, which are integers, got dtype {array.dtype}")
    _, whole = widest(xp)
    signed = xp.astype(array, whole, copy=False)
    if xp.isdtype(array.dtype, "unsigned integer"):  # the largest come out negative
        signed = xp.where(signed < 0, xp.iinfo(whole).max, signed)
    return signed


def _origin(kind: type, name: str) -> str:
    library = library_of(kind)
    if library == "masked":
        raise TypeError(
            f"{name} is a masked array; pass {name}.filled(0) if masked outcomes are impossible, "
            f"or {name}.compressed() to leave them out"
        )
    if library == "unknown":
        raise TypeError(
            f"{name} is a {kind.__module__}.{kind.__qualname__}; pass a NumPy array, a list, a "
            "number, a PyTorch tensor, a JAX array or a pandas or Polars series (try "
            f"numpy.asarray({name}))"
        )
    return library


def _plain(values: ArrayLike, name: str) -> Array:
    if isinstance(values, list | tuple) and values and not isinstance(values[0], int | float):
        for row in values:
            _refuse_inside_a_list(row, name)
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise ValueError(f"{name} is not a rectangular array of numbers: {error}") from error
    # float32 inside a list is an accident of where the numbers came from, and [] has no integers.
    return array.astype(np.float64) if array.dtype.kind == "f" else array


def _refuse_inside_a_list(row: Any, name: str) -> None:
    """Refuse what NumPy would take without a word: a mask, or a library and its gradients."""
    library = library_of(type(row))
    if library == "masked":
        _origin(type(row), name)
    if library in LIBRARIES[1:]:
        raise TypeError(
            f"{name} is a list of arrays of {library}; make it one array, as with {library}'s stack"
        )


def _refuse_different_indexes(inputs: Sequence[ArrayLike], names: Sequence[str]) -> None:
    indexes = [x.index for x in inputs if hasattr(x, "index") and hasattr(x.index, "equals")]
    if any(not index.equals(indexes[0]) for index in indexes[1:]):
        raise ValueError(
            f"{' and '.join(names)} are pandas series with different indexes; "
            "align them first, or pass .to_numpy() to take them by position"
        )
