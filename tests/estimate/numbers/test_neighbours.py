"""Distances and counts on a line and in a tree, against all differences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kullback.estimate.numbers.neighbours import Points, counts_within, kth_distances

# Steps of 0.1: many borders, which sums of a point and a radius miss by rounding.
tenths = st.lists(st.integers(-20, 20).map(lambda i: i / 10), min_size=2, max_size=30)


def differences(points, sample):
    return np.abs(points[:, None] - sample).max(axis=2)


def rows(values, columns):
    return np.column_stack([np.roll(values, 3 * column) for column in range(columns)])


@pytest.mark.parametrize("columns", [1, 2])
@given(values=tenths, others=tenths, k=st.integers(1, 5))
def test_distances(columns, values, others, k):
    points, sample = rows(np.array(values), columns), rows(np.array(others), columns)
    k = min(k, len(sample))
    expected = np.sort(differences(points, sample), axis=1)[:, k - 1]
    assert (kth_distances(Points(points), Points(sample), k) == expected).all()


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("strictly", [True, False])
@given(values=tenths)
def test_counts_take_the_border_as_it_is(columns, strictly, values):
    sample = rows(np.array(values), columns)
    found = differences(sample, sample)
    radii = np.roll(found, 1, axis=1)[:, 0]  # of distances that occur
    inside = found < radii[:, None] if strictly else found <= radii[:, None]
    expected = (inside | (found == 0)).sum(axis=1)
    assert (
        counts_within(Points(sample), Points(sample), radii, strictly=strictly) == expected
    ).all()
