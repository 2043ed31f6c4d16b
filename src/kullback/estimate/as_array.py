"""Whatever holds numbers, as an array of NumPy, or an error that says which argument is none."""

from typing import Any

import numpy as np

from kullback._arrays import Array


def as_array(values: Any, name: str) -> Array:
    """Return values as an array; `name` is what errors call them.

    Raises
    ------
    ValueError
        Rows are of unequal length, or values are masked: what is under a mask is no value.
    TypeError
        The library that holds them gives none out, such as a tensor that requires a gradient.
    """
    if isinstance(values, np.ma.MaskedArray) and values.mask.any():
        raise ValueError(
            f"{name} must not be masked, got {int(values.mask.sum())} masked of {values.size}: "
            "fill them, or leave them out"
        )
    try:
        return np.asarray(values)
    except ValueError:
        raise ValueError(
            f"{name} must hold one number for each row, or rows of equal length, got {values!r:.60}"
        ) from None
    except (TypeError, RuntimeError) as error:
        raise TypeError(f"{name} cannot be read as an array of NumPy: {error}") from None
