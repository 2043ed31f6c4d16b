"""Distributions for property tests: impossible, very rare and nearly equal outcomes."""

import numpy as np
from hypothesis import strategies as st

OUTCOMES = 6

# Down to 1e-150 only: laws multiply two probabilities, and 1e-320 has no digits left.
weights = st.one_of(
    st.just(0.0),
    st.floats(1e-3, 1.0),
    st.integers(1, 150).map(lambda k: 10.0**-k),
)
changes = st.one_of(st.just(0.0), st.integers(1, 15).map(lambda k: 10.0**-k))


@st.composite
def distributions(draw, count):
    """Draw `count` distributions over the same outcomes; the last may be near the first."""
    rows = [_normalised(draw(st.lists(weights, min_size=OUTCOMES, max_size=OUTCOMES)))]
    while len(rows) < count:
        if draw(st.booleans()):
            tilt = np.array(draw(st.permutations(range(-3, OUTCOMES - 3))))
            rows.append(_normalised(rows[0] * (1 + draw(changes) * tilt)))
        else:
            rows.append(_normalised(draw(st.lists(weights, min_size=OUTCOMES, max_size=OUTCOMES))))
    return rows


def _normalised(row):
    row = np.asarray(row)
    return row / row.sum() if row.sum() > 0 else np.eye(OUTCOMES)[0]
