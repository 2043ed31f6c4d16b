"""Samples as people hold them: counts by position or by key, and labels; as arrays of counts.

Labels are whatever can be told apart and hashed. A label that is missing is refused: whether it is
an outcome of its own or a gap in the data, only the caller knows.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Literal, get_args

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.fingerprint import checked_counts

Held = Literal["counts", "labels"]


def counts_of(data: Any, given: str) -> Array:
    """Return the positive counts of one sample, as floats.

    Raises
    ------
    ValueError
        There is nothing, a label is missing, or a count is no whole number from 0 on.
    TypeError
        The data are of another kind than was said.
    """
    if given == "counts" and isinstance(data, np.ndarray):  # millions of them, without their keys
        counts = checked_counts(data).astype(float)
        if not counts.any():
            raise ValueError("nothing was observed: the sample holds no counts, or zeros alone")
    else:
        counts = np.array(list(tallied(data, given, "the sample").values()), dtype=float)
    return counts[counts > 0]


def pair_of_counts(first: Any, second: Any, given: str) -> tuple[Array, Array]:
    """Return the counts of two samples over one list of outcomes, those of neither left out.

    Counts are aligned by key where both have keys, and by position where neither has.
    """
    if given == "counts" and isinstance(first, Mapping) != isinstance(second, Mapping):
        raise TypeError(
            "one sample has keys and the other has none: they cannot be aligned; "
            "pass two mappings or two arrays"
        )
    if given == "counts" and not isinstance(first, Mapping):
        refuse_different_indexes(first, second)
    one, two = (
        tallied(first, given, "the first sample"),
        tallied(second, given, "the second sample"),
    )
    if given == "counts" and not isinstance(first, Mapping) and len(one) != len(two):
        raise ValueError(
            f"counts are aligned by position, got {len(one)} and {len(two)} of them; "
            "pass mappings from outcome to count to align them by outcome"
        )
    outcomes = [key for key in dict.fromkeys([*one, *two]) if one.get(key, 0) or two.get(key, 0)]
    return (
        np.array([one.get(key, 0) for key in outcomes], dtype=float),
        np.array([two.get(key, 0) for key in outcomes], dtype=float),
    )


def contingency_table(first: Any, second: Any) -> Array:
    """Return the table of counts of paired labels, one row for each label of the first."""
    one, two = _labels(first, "the first sample"), _labels(second, "the second sample")
    if len(one) != len(two):
        raise ValueError(f"labels must come in pairs, got {len(one)} and {len(two)} of them")
    if not one:
        raise ValueError("there are no labels: nothing was observed")
    refuse_different_indexes(first, second)
    rows, columns = _places(one), _places(two)
    table = np.zeros((len(rows), len(columns)))
    for (row, column), count in Counter(zip(one, two, strict=True)).items():
        table[rows[row], columns[column]] = count
    return table


def strata_of(first: Any, second: Any, third: Any) -> list[Array]:
    """Return the tables of the first two labels of each triple, one for each label of the third."""
    triples = [
        _labels(data, f"the {place} sample")
        for data, place in ((first, "first"), (second, "second"), (third, "third"))
    ]
    sizes = list(map(len, triples))
    if len(set(sizes)) > 1:
        raise ValueError(f"labels must come in triples, got {sizes[0]}, {sizes[1]} and {sizes[2]}")
    if not sizes[0]:
        raise ValueError("there are no labels: nothing was observed")
    refuse_different_indexes(first, second)
    refuse_different_indexes(first, third)
    by_stratum: dict[Hashable, tuple[list[Hashable], list[Hashable]]] = {}
    for one, two, stratum in zip(*triples, strict=True):
        ones, twos = by_stratum.setdefault(stratum, ([], []))
        ones.append(one)
        twos.append(two)
    return [contingency_table(ones, twos) for ones, twos in by_stratum.values()]


def checked_table(table: Any, axes: int = 2) -> Array:
    """Return a table of counts, once it has so many axes and each is a whole number from 0 on."""
    array = np.asarray(table)
    if array.ndim != axes:
        words = {2: "two", 3: "three"}[axes]
        raise ValueError(f"a table of counts must have {words} axes, got shape {array.shape}")
    counts = checked_counts(array.ravel()).astype(float).reshape(array.shape)
    if not counts.any():
        raise ValueError("counts are all zero, or there are none: nothing was observed")
    return counts


def check_given(given: Any) -> None:
    """Refuse kinds of data that are not known."""
    if given not in get_args(Held):
        raise ValueError(f"given must be one of {', '.join(get_args(Held))}; got {given!r}")


def tallied(data: Any, given: str, name: str) -> dict[Hashable, float]:
    """Return how often each outcome was observed, by its key or by its position."""
    check_given(given)
    found = _counted(data) if given == "counts" else _tally(data, name)
    if not any(found.values()):
        raise ValueError(f"nothing was observed: {name} holds no {given}, or zeros alone")
    return found


def _counted(data: Any) -> dict[Hashable, float]:
    keys: Iterable[Hashable] = range(np.size(data))
    if isinstance(data, Mapping):
        keys, data = list(data), list(data.values())
    elif isinstance(data, (str, bytes)):
        raise TypeError("counts must be numbers, got text; a text is a sample of labels")
    return dict(zip(keys, checked_counts(data).tolist(), strict=True))


def _tally(data: Any, name: str) -> dict[Hashable, float]:
    array = data if isinstance(data, np.ndarray) and data.ndim == 1 else None
    if array is not None and array.dtype.kind in "biuSU":  # nothing there can be missing
        values, times = np.unique(array, return_counts=True)
        return dict(zip(values.tolist(), times.tolist(), strict=True))
    return dict(Counter(_labels(data, name)))


def _labels(data: Any, name: str) -> list[Hashable]:
    if isinstance(data, Mapping):
        raise TypeError(f"{name} is a mapping, which holds counts and no labels")
    if type(data).__module__.partition(".")[0] in ("torch", "jax", "jaxlib"):
        data = np.asarray(data)  # their own elements are told apart by place and not by value
    if len(getattr(data, "shape", ())) > 1:
        raise ValueError(f"labels must have one axis, got shape {data.shape}")
    try:
        labels = list(data)
    except TypeError:
        raise TypeError(f"labels must be a sequence, got {type(data).__name__}") from None
    for place, label in enumerate(labels):
        if _is_missing(label):
            raise ValueError(
                f"label {place} of {name} is missing ({label!r}); leave it out, or give it a name"
            )
        try:
            hash(label)
        except TypeError:
            raise TypeError(
                f"label {place} of {name} is a {type(label).__name__}, which cannot be told apart "
                "by its hash; pass tuples in place of lists"
            ) from None
    return labels


def _is_missing(label: Any) -> bool:
    """Say whether a label is None, or NaN, NaT and their like: what does not equal itself."""
    if label is None:
        return True
    try:
        return not bool(label == label)
    except TypeError:  # pandas' NA answers NA, which is neither true nor false
        return True
    except ValueError:  # an array: not hashable, which is said next
        return False


def _places(labels: list[Hashable]) -> dict[Hashable, int]:
    return {label: place for place, label in enumerate(dict.fromkeys(labels))}


def refuse_different_indexes(first: Any, second: Any) -> None:
    """Refuse pandas series that are not in the same order."""
    one, two = getattr(first, "index", None), getattr(second, "index", None)
    equals = getattr(one, "equals", None)
    if equals is not None and two is not None and not equals(two):
        raise ValueError(
            "the samples are pandas series with different indexes; "
            "align them, or pass `.to_numpy()` to take them by position"
        )
