"""From the caller's arrays to rows that kernels read, and from their answers back.

Whatever the axis, the strides, the shapes beside the outcomes and the width, a kernel sees
contiguous rows of one width, outcomes last, that it may not write to.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kullback._arrays import arrays_of, floats_of, integers_of
from kullback._mass.checks import check_axis, check_labels, check_same_outcomes

NAMES = ("p", "q")


@dataclass(frozen=True, slots=True)
class Rows:
    """Distributions, or labels and distributions, one a row; and how answers are shaped.

    `tolerance` is how far from 1 a sum of probabilities may be: infinite if any will do.
    """

    rows: list[Any]
    tolerance: float
    shape: tuple[int, ...]
    axis: int

    def answer(self, values: Any, keepdims: bool) -> Any:
        """Return one number per distribution, shaped as the caller asked."""
        shaped = values.reshape(self.shape)
        return np.expand_dims(shaped, self.axis) if keepdims else shaped[()]


def rows_of(
    inputs: Sequence[Any],
    given: object,
    axis: int,
    normalize: bool,
    names: Sequence[str] = NAMES,
) -> Rows:
    """Read NumPy arrays as rows; raises what reading them as masses would, but for their values."""
    labelled = given[0] == "labels" if isinstance(given, tuple) else False
    names = names[: len(inputs)]
    _, arrays = arrays_of(inputs, names)
    held, held_names = (arrays[1:], names[1:]) if labelled else (arrays, names)
    floats, eps = floats_of(np, list(held), held_names)
    for array, name in zip(floats, held_names, strict=True):
        check_axis(array, axis, name)
    check_same_outcomes(floats, axis, held_names)
    tolerance = math.inf if normalize else math.sqrt(min(eps))
    lasting = [np.moveaxis(array, axis, -1) for array in floats]
    shape = np.broadcast_shapes(*(x.shape[:-1] for x in lasting))
    rows = [_flat(np.broadcast_to(x, (*shape, x.shape[-1]))) for x in lasting]
    if labelled:
        labels = integers_of(np, arrays[0], names[0])
        check_labels(np, labels, arrays[1], axis, *names)
        rows.insert(0, read_only(np.ascontiguousarray(labels).reshape(-1)))
    return Rows(rows, tolerance, shape, axis)


def _flat(x: Any) -> Any:
    return read_only(np.ascontiguousarray(x.reshape(-1, x.shape[-1])))


def read_only(x: Any) -> Any:
    """Return a view that may not be written to, so that every input is of one type to Numba."""
    view = x.view(np.ndarray)
    view.flags.writeable = False
    return view
