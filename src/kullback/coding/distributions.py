"""What probabilities to code by must be, and the sentence said when they are not."""

import math
from typing import Any

import numpy as np

from kullback._mass.checks import check_probs, check_sums

TOLERANCE = math.sqrt(np.finfo(np.float64).eps)


def check_distributions(p: Any, name: str) -> None:
    """Require that each row of p (..., n) is a distribution."""
    check_probs(np, p, name)
    sums = p.sum(-1, keepdims=True)
    if np.isnan(sums).any():
        raise ValueError(f"{name} must hold probabilities, and one of them is NaN")
    check_sums(np, sums, TOLERANCE, (-1,), name, "{}", "divide it by its sum")
