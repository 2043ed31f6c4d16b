"""Divergences of a student's rows of logits from a teacher's to train with, and their slopes."""

from typing import Any

import numpy as np

from kullback.kernels.numba import pair_rows
from kullback.kernels.sharing import share_rows

SWEEPS = {
    "kl": (pair_rows.kl, pair_rows.kl_slopes, pair_rows.kl_with_slopes),
    "js": (pair_rows.js, pair_rows.js_slopes, pair_rows.js_with_slopes),
}


def divergences(kind: str, a: Any, b: Any, temperature: float) -> tuple[Any, Any]:
    """Return how far each row of b is from that of a, and what slopes need of each pair.

    NaN where only the definition has the answer.
    """
    values, kept = np.empty(len(a)), np.zeros((len(a), pair_rows.KEPT))
    share_rows(SWEEPS[kind][0], a, b, temperature, values, kept)
    return values, kept


def divergences_with_slopes(
    kind: str, a: Any, b: Any, temperature: float, times: Any, out: Any
) -> tuple[Any, Any]:
    """Do as `divergences`, and write their derivatives times a number."""
    values, kept = np.empty(len(a)), np.zeros((len(a), pair_rows.KEPT))
    share_rows(SWEEPS[kind][2], a, b, temperature, times, values, kept, out)
    return values, kept


def slopes(kind: str, a: Any, b: Any, temperature: float, times: Any, kept: Any, out: Any) -> None:
    """Write the derivatives by b of the divergences times a number, one for all or one for each."""
    share_rows(SWEEPS[kind][1], a, b, temperature, times, kept, out)
