"""Labels in whatever hands, as a column of whole numbers: nothing later asks whose they were.

Labels are the same where Python says that they are equal. None, NaN, NaT and the like are missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kullback._arrays import Array
from kullback.estimate.as_array import as_array
from kullback.kernels import counting

MISSING = -1


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A whole number for each row: the label itself, or its place in `outcomes`.

    Where there are `outcomes`, `MISSING` stands for a label that is missing.
    """

    numbers: Array
    outcomes: Sequence[Any] | None = None

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def gaps(self) -> Array | None:
        """Where labels are missing, None if none is."""
        gaps = None if self.outcomes is None else self.numbers == MISSING
        return gaps if gaps is not None and gaps.any() else None

    def at(self, rows: Array) -> "Column":
        """Return some of the rows."""
        return replace(self, numbers=self.numbers[rows])

    def named(self, values: Array) -> list[Any]:
        """Return what some of the numbers stand for."""
        if self.outcomes is None:
            return list(values.tolist())
        return [self.outcomes[value] for value in values]


def column(labels: Any, name: str) -> Column:
    """Return labels as a column; `name` is what errors call them.

    Raises
    ------
    ValueError
        There are none, or they have more than one axis.
    TypeError
        They are no sequence, or cannot be told apart by their hash.
    """
    _refuse_what_holds_none(labels, name)
    read = _READERS.get(type(labels).__module__.partition(".")[0], _of_any)
    found = read(labels, name)
    if len(found) == 0:
        raise ValueError(f"nothing was observed: {name} holds no labels, or zeros alone")
    return _with_gaps(found)


def _refuse_what_holds_none(labels: Any, name: str) -> None:
    if isinstance(labels, Mapping):
        raise TypeError(f"{name} is a mapping, which holds counts and no labels")
    if len(getattr(labels, "shape", ())) > 1:
        raise ValueError(f"labels must have one axis, got shape {tuple(labels.shape)}")


def _of_numpy(labels: Any, name: str) -> Column:
    if not isinstance(labels, np.ndarray) or labels.ndim == 0:
        return _of_any(labels, name)
    if isinstance(labels, np.ma.MaskedArray):
        return _of_masked(labels, name)
    if labels.dtype.kind in "biu" or not labels.size:
        return Column(labels)
    if labels.dtype.kind == "f" and labels.dtype.itemsize <= 8:
        return _of_bytes(labels + 0.0)  # −0 is 0
    if labels.dtype.kind in "USMm":
        return _of_bytes(labels)
    return _of_any(labels, name)


def _of_masked(labels: Any, name: str) -> Column:
    if labels.mask.all():
        return Column(np.full(len(labels), MISSING), [])
    present = _of_numpy(labels.compressed(), name)
    codes, first = counting.numbered(present.numbers)
    numbers = np.full(len(labels), MISSING)
    numbers[~np.ma.getmaskarray(labels)] = codes
    return Column(numbers, present.named(present.numbers[first]))


def _of_bytes(labels: Array) -> Column:
    codes, first = counting.numbered(labels)
    values = labels[first]
    # As they are: the moments of NumPy turn into something else in a list of Python's.
    return Column(codes, list(values) if values.dtype.kind in "Mm" else values.tolist())


def _of_pandas(labels: Any, name: str) -> Column:
    if isinstance(getattr(labels, "dtype", None), np.dtype) and labels.dtype.kind in "biufMm":
        return _of_numpy(labels.to_numpy(), name)
    import pandas

    try:
        codes, outcomes = pandas.factorize(labels)
    except TypeError:  # of objects without a hash, of which the first is named there
        return _of_any(labels, name)
    return Column(codes, outcomes.tolist())


def _of_polars(labels: Any, name: str) -> Column:
    if not hasattr(labels, "dtype"):
        kind = type(labels).__name__
        raise TypeError(f"{name} must be a column of labels, got a {kind} of Polars: collect it")
    held_by_numpy = labels.dtype.is_integer() and not str(labels.dtype).endswith("128")
    if held_by_numpy and not labels.null_count():
        return _of_numpy(labels.to_numpy(), name)
    if labels.dtype.is_nested() or labels.dtype.is_object():
        return _of_any(labels.to_list(), name)
    outcomes = labels.drop_nulls().unique(maintain_order=True)
    places = range(len(outcomes))
    if not places:
        return Column(np.full(len(labels), MISSING), [])
    codes = labels.replace_strict(outcomes, list(places), default=MISSING)
    return Column(codes.fill_null(MISSING).to_numpy(), outcomes.to_list())


def _of_arrow(labels: Any, name: str) -> Column:
    if not hasattr(labels, "dictionary_encode"):
        return _of_any(labels, name)
    if hasattr(labels, "combine_chunks"):
        labels = labels.combine_chunks()
    try:
        coded = labels.dictionary_encode()
    except NotImplementedError:  # of nested types
        return _of_any(labels.to_pylist(), name)
    codes = coded.indices.fill_null(MISSING).to_numpy(zero_copy_only=False)
    return Column(codes, coded.dictionary.to_pylist())


def _of_tensors(labels: Any, name: str) -> Column:
    # Their own elements are told apart by place and not by value.
    return _of_numpy(as_array(labels, name), name)


_READERS = {
    "numpy": _of_numpy,
    "pandas": _of_pandas,
    "polars": _of_polars,
    "pyarrow": _of_arrow,
    "torch": _of_tensors,
    "jax": _of_tensors,
    "jaxlib": _of_tensors,
}


def _of_any(labels: Any, name: str) -> Column:
    try:
        labels = list(labels)
    except TypeError:
        raise TypeError(f"labels must be a sequence, got {type(labels).__name__}") from None
    try:
        outcomes = list(dict.fromkeys(labels))
    except TypeError:
        raise TypeError(_unhashable(labels, name)) from None
    place = {outcome: place for place, outcome in enumerate(outcomes)}
    numbers = np.fromiter(map(place.__getitem__, labels), np.int64, len(labels))
    return Column(numbers, outcomes)


def _unhashable(labels: list[Any], name: str) -> str:
    for row, label in enumerate(labels):
        try:
            hash(label)
        except TypeError:
            return (
                f"label {row} of {name} is a {type(label).__name__}, which cannot be told apart "
                "by its hash; pass tuples in place of lists"
            )
    return f"labels of {name} cannot be told apart by their hash"


def _with_gaps(found: Column) -> Column:
    """Return the column with one number for all that is missing, whatever it looks like."""
    if found.outcomes is None:
        return found
    gaps = [place for place, outcome in enumerate(found.outcomes) if is_missing(outcome)]
    if not gaps:
        return found
    return replace(found, numbers=np.where(np.isin(found.numbers, gaps), MISSING, found.numbers))


def is_missing(label: Any) -> bool:
    """Say whether a label is None, or NaN, NaT and their like: what does not equal itself."""
    if label is None:
        return True
    try:
        return not bool(label == label)
    except TypeError:  # pandas' NA answers NA, which is neither true nor false
        return True
    except ValueError:  # an array, of which a tuple may hold one
        return False
