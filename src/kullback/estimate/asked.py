"""What every verb is asked beside the data: how sure to be, and a seed that repeats the answer."""

from typing import Any

import numpy as np


def check_confidence(confidence: Any) -> None:
    """Refuse what is no probability of covering the truth."""
    if isinstance(confidence, bool) or not isinstance(confidence, (int, float, np.number)):
        raise TypeError(f"confidence must be a number between 0 and 1, got {confidence!r}")
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence must lie between 0 and 1, got {confidence!r}")


def check_seed(seed: Any) -> None:
    """Refuse what seeds no generator in a way that can be repeated."""
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or seed < 0:
        raise ValueError(f"seed must be a whole number from 0 on, got {seed!r}")
