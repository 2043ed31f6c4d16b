"""What is asked beside data of any kind: how sure the interval shall be, and how to draw again."""

from numbers import Real
from typing import Any

import numpy as np


def check_confidence(confidence: Any) -> None:
    """Refuse what is no probability of covering the truth."""
    share = float(confidence) if isinstance(confidence, Real) else 0.0
    if not 0.0 < share < 1.0:
        raise ValueError(f"confidence must lie between 0 and 1, got {confidence!r}")


def check_seed(seed: Any) -> None:
    """Refuse what seeds no generator in a way that can be repeated."""
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or seed < 0:
        raise ValueError(f"seed must be a whole number from 0 on, got {seed!r}")
