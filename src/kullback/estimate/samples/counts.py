"""Counts in whatever hands: by position, or by key where the keys say which outcomes are counted.

Keys are those of mappings, of pandas' labelled series (as `value_counts` returns), and the first
column of what `value_counts` returns in Polars and PyArrow.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from kullback._arrays import Array
from kullback.estimate.as_array import as_array
from kullback.estimate.counts.fingerprint import checked_counts
from kullback.estimate.samples.gaps import check_missing
from kullback.estimate.samples.labels import is_missing

Keyed = dict[Any, float]
MOST = 2.0**50


def counts_alone(data: Any, name: str, missing: str) -> Array:
    """Return the counts of one sample, of which not all are zero."""
    keyed = keyed_counts(data, name, missing)
    counts = checked_counts(data).astype(float) if keyed is None else _values(keyed)
    return _observed(counts, name)


def counts_together(first: Any, second: Any, missing: str) -> tuple[Array, Array]:
    """Return the counts of two samples over one list of outcomes, by key or by position."""
    names = ("the first sample", "the second sample")
    if _are_unlabelled(first, second):
        one, two = None, None
    else:
        one, two = (
            keyed_counts(x, n, missing) for x, n in zip((first, second), names, strict=True)
        )
    if one is not None and two is not None:
        aligned = over_one_list(one, two)
    elif isinstance(first, Mapping) or isinstance(second, Mapping):
        raise TypeError(
            "one sample has keys and the other has none: they cannot be aligned; "
            "pass two mappings or two arrays"
        )
    else:
        refuse_different_indexes(first, second)
        check_missing(missing)
        aligned = checked_counts(first).astype(float), checked_counts(second).astype(float)
    for counts, name in zip(aligned, names, strict=True):
        refuse_too_many(_observed(counts, name), name)
    if len(aligned[0]) != len(aligned[1]):
        raise ValueError(
            f"counts are aligned by position, got {len(aligned[0])} and {len(aligned[1])} of them; "
            "pass mappings from outcome to count to align them by outcome"
        )
    return aligned


def keyed_counts(data: Any, name: str, missing: str) -> Keyed | None:
    """Return the counts by key, None where they have no keys."""
    check_missing(missing)
    found = keyed(data)
    if found is None:
        return None
    keys, counts = found
    counts = checked_counts(counts).tolist()
    gaps = sum(count for key, count in zip(keys, counts, strict=True) if is_missing(key))
    present = {key: count for key, count in zip(keys, counts, strict=True) if not is_missing(key)}
    refuse_repeated(keys, name)
    if gaps and missing == "raise":
        raise ValueError(
            f"{name} counts {gaps:g} labels that are missing; "
            'missing="drop" leaves them out, missing="outcome" counts them as an outcome'
        )
    return present | ({None: gaps} if gaps and missing == "outcome" else {})


def refuse_repeated(keys: list[Any], name: str) -> None:
    """Refuse keys of which one occurs twice; those that are missing are one outcome."""
    present = [key for key in keys if not is_missing(key)]
    if len(set(present)) < len(present):
        raise ValueError(f"{name} names an outcome twice: its keys must differ")


def over_one_list(one: Keyed, two: Keyed) -> tuple[Array, Array]:
    """Return the counts of the outcomes that either of two samples has."""
    outcomes = dict.fromkeys([*one, *two])
    first, second = (np.array([by_key.get(key, 0) for key in outcomes]) for by_key in (one, two))
    return first.astype(float), second.astype(float)


def checked_table(table: Any, axes: int = 2) -> Array:
    """Return a table of counts, once it has so many axes and each is a whole number from 0 on."""
    array = as_array(table, "the table of counts")
    if array.ndim != axes:
        words = {2: "two", 3: "three"}[axes]
        raise ValueError(f"a table of counts must have {words} axes, got shape {array.shape}")
    counts = checked_counts(array.ravel()).astype(float).reshape(array.shape)
    if not counts.any():
        raise ValueError("counts are all zero, or there are none: nothing was observed")
    refuse_too_many(counts, "the table")
    return counts


def refuse_too_many(counts: Array, name: str) -> None:
    """Refuse more than are counted exactly, with what is added to them and drawn from them."""
    total = float(counts.sum())
    if total > MOST:
        raise ValueError(
            f"{name} counts {total:.3g} observations, of which at most 2**50 are counted exactly: "
            "divide all counts by one number and round"
        )


def keyed(data: Any) -> tuple[list[Any], Any] | None:
    """Return keys and what belongs to each, None where there are no keys."""
    if isinstance(data, Mapping):
        return list(data), list(data.values())
    if isinstance(data, (str, bytes)):
        raise TypeError("counts must be numbers, got text; a text is a sample of labels")
    library = type(data).__module__.partition(".")[0]
    if library == "pandas" and _is_labelled(data):
        return data.index.tolist(), data.to_numpy()
    if library == "polars" and len(getattr(data, "columns", ())) == 2:
        keys, counts = data.get_columns()
        return keys.to_list(), counts.to_numpy()
    if library == "pyarrow" and _is_counted_by_arrow(data):
        return data.field("values").to_pylist(), data.field("counts").to_numpy()
    return None


def _is_counted_by_arrow(data: Any) -> bool:
    """Say whether an array of Arrow is what its `value_counts` returns."""
    place = getattr(getattr(data, "type", None), "get_field_index", None)
    return place is not None and min(place("values"), place("counts")) >= 0


def _is_labelled(data: Any) -> bool:
    """Say whether a series of pandas has an index that was not made by counting its rows."""
    index = getattr(data, "index", None)
    return hasattr(index, "equals") and type(index).__name__ != "RangeIndex"


def _are_unlabelled(first: Any, second: Any) -> bool:
    """Say whether either of two samples has no keys while the other is no mapping."""
    if isinstance(first, Mapping) or isinstance(second, Mapping):
        return False
    return keyed(first) is None or keyed(second) is None


def refuse_different_indexes(
    first: Any, second: Any, what: str = "the samples are pandas series with different indexes"
) -> None:
    """Refuse two series of pandas whose rows do not belong together."""
    one, two = getattr(first, "index", None), getattr(second, "index", None)
    equals = getattr(one, "equals", None)
    # Lists have an `index` as well, which is a method.
    if equals is not None and hasattr(two, "equals") and not equals(two):
        raise ValueError(f"{what}; align them, or pass `.to_numpy()` to take them by position")


def _values(keyed: Keyed) -> Array:
    return np.array(list(keyed.values()), dtype=float)


def _observed(counts: Array, name: str) -> Array:
    if not counts.any():
        raise ValueError(f"nothing was observed: {name} holds no counts, or zeros alone")
    return counts
