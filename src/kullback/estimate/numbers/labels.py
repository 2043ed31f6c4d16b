"""Labels as codes: whole numbers from 0, in the order in which labels first occur."""

from typing import Any

import numpy as np

from kullback._arrays import Array, ArrayLike


def codes_of(labels: ArrayLike, name: str) -> Array:
    """Return the codes of hashable labels; a missing one has no code."""
    held = labels.tolist() if hasattr(labels, "tolist") else list(labels)
    codes: dict[Any, int] = {}
    found = np.empty(len(held), np.int64)
    for row, label in enumerate(held):
        if label is None or label != label:
            raise ValueError(f"{name} has no label in row {row}: leave that row out, or name it")
        if isinstance(label, list):
            raise ValueError(f"{name} holds labels, which must have shape (n,)")
        found[row] = codes.setdefault(label, len(codes))
    if not codes:
        raise ValueError(f"{name} is empty")
    return found
