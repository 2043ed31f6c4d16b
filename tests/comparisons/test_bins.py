"""Bins from the reference's quantiles: how many, where, closed on which side, called what."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kullback.comparisons import bins
from kullback.comparisons.bins import Edge


def binned(reference, current):
    """Bin two arrays with NumPy in the place of an engine."""
    reference, current = np.sort(np.asarray(reference, float)), np.asarray(current, float)
    plan = bins.plan(len(reference), len(current))
    cuts = bins.cuts(
        plan,
        [float(reference[rank - 1]) for rank in plan.ranks],
        (float(current.min()), float(current.max())),
    )
    counts = [count(values, [edge.cut for edge in cuts.edges]) for values in (reference, current)]
    return bins.settle(plan, cuts, *counts)


def count(values, edges):
    below = [int((values <= edge).sum()) for edge in edges]
    return np.diff([0, *below, len(values)])


@pytest.mark.parametrize(
    ("n", "shares", "tails"),
    [
        (30, 4, 0),
        (200, 6, 0),
        (999, 10, 0),
        (1_000, 10, 1),
        (5_000, 17, 1),
        (10_000, 22, 2),
        (10**6, 32, 3),
    ],
)
def test_number_of_bins_grows_with_the_cube_root_and_tails_with_the_rows(n, shares, tails):
    plan = bins.plan(n, 3 * n)
    assert plan.shares == shares
    assert len(plan.quantiles) == shares - 1 + 2 * tails


def test_the_smaller_side_decides_how_many():
    assert bins.plan(10**6, 200).shares == bins.plan(200, 10**6).shares == 6


def test_bins_are_equal_shares_of_the_reference_and_tails():
    found = binned(range(1, 1001), range(1, 1001))
    assert found.reference.sum() == 1000
    assert sorted(found.reference) == [10, 10, *[90, 90], *[100] * 8]
    assert [edge.value for edge in found.edges][:3] == [10, 100, 200]


def test_bins_are_closed_on_the_right():
    found = binned(range(1, 101), [20] * 100)  # 5 shares of 20 rows
    assert [edge.value for edge in found.edges] == [20, 40, 60, 80]
    assert found.current[0] == 100  # a 20 belongs to the bin that ends at 20


def test_a_value_that_holds_a_whole_share_has_a_bin_of_its_own():
    reference = [0.0] * 60 + list(np.linspace(-5, 5, 140))  # 6 shares: a sixth is 33 rows
    found = binned(reference, [0.0] * 200)
    where = found.edges.index(Edge(0.0))
    assert found.edges[where - 1] == Edge(0.0, behind=False)
    assert found.reference[where] == 60
    assert found.current[where] == 200


def test_a_common_value_below_a_whole_share_has_none():
    reference = [0.0] * 20 + list(np.linspace(-5, 5, 180))
    assert Edge(0.0, behind=False) not in binned(reference, reference).edges


def test_a_cap_is_parted_from_what_lies_beyond_it():
    reference = list(np.linspace(0, 10, 100)) + [10.0] * 100
    found = binned(reference, np.linspace(0, 20, 200))
    assert found.edges[-2:] == (Edge(10.0, behind=False), Edge(10.0))
    assert list(found.reference[-2:]) == [101, 0]
    assert list(found.current[-2:]) == [0, 100]
    assert found.current_beyond == 100
    assert found.reference_beyond == 0


def test_values_above_the_range_fall_in_the_last_bin():
    found = binned(np.linspace(0, 1, 100), np.linspace(0.5, 2, 100))
    assert found.edges[-1].value < 1
    assert found.current[-1] > 70


@pytest.mark.parametrize("rows", [4, 5])
def test_a_value_needs_five_rows_for_a_bin_of_its_own(rows):
    reference = [1.0] * rows + [2.0, 3.0, 4.0]
    edges = binned(reference, reference).edges
    assert (Edge(1.0, behind=False) in edges) == (rows == 5)


def test_neighbouring_floats_are_cut_once():
    spikes = np.repeat([0.3, 0.1 + 0.2, -1.7976931348623157e308], 100)
    found = binned([*spikes, *np.linspace(0, 1, 200)], spikes)
    cuts = [edge.cut for edge in found.edges]
    assert cuts == sorted(set(cuts))
    assert np.isfinite(cuts).all()
    assert found.current.sum() == 300


def test_values_below_the_range_fall_in_the_first_bin():
    found = binned(np.linspace(0, 1, 100), np.linspace(-1, 0.5, 100))
    assert found.current[0] > 60
    assert found.current_beyond == pytest.approx(67, abs=1)
    assert found.reference_beyond == pytest.approx(50, abs=1)


@given(
    st.lists(st.floats(-100, 100).map(lambda x: round(x, 1)), min_size=1, max_size=300),
    st.lists(st.floats(-100, 100).map(lambda x: round(x, 1)), min_size=1, max_size=300),
)
def test_every_row_is_in_one_bin_and_edges_ascend(reference, current):
    found = binned(reference, current)
    assert found.reference.sum() == len(reference)
    assert found.current.sum() == len(current)
    assert len(found.reference) == len(found.edges) + 1
    cuts = [edge.cut for edge in found.edges]
    assert cuts == sorted(set(cuts))
    low, high = min(reference), max(reference)
    assert all(low <= edge.value <= high for edge in found.edges)
    beyond = sum(not low <= value <= high for value in current)
    assert found.current_beyond == beyond


def test_labels_say_which_end_belongs():
    edges = [Edge(1.5), Edge(2.0, behind=False), Edge(2.0), Edge(3.25)]
    assert bins.labels(edges, integral=False) == ["≤ 1.5", "(1.5, 2)", "2", "(2, 3.25]", "> 3.25"]


def test_whole_numbers_are_named_by_the_values_in_a_bin():
    edges = [Edge(3), Edge(7, behind=False), Edge(7), Edge(8), Edge(12)]
    names = ["≤ 3", "4 … 6", "7", "8", "9 … 12", "≥ 13"]
    assert bins.labels(edges, integral=True) == names


def test_labels_have_the_digits_that_tell_edges_apart():
    edges = [Edge(1000.001), Edge(1000.002)]
    assert bins.labels(edges, integral=False) == [
        "≤ 1000.001",
        "(1000.001, 1000.002]",
        "> 1000.002",
    ]


def test_no_edges_is_one_bin():
    assert bins.labels([], integral=False) == bins.labels([], integral=True) == ["any number"]
