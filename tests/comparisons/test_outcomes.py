"""Which outcomes are kept, what is merged, and what is unseen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from kullback.comparisons.outcomes import Unseen, merge_thin, unseen_values

NONE = Unseen(0.0, 0.0, 0.0, 0.0)


def merged(*pairs):
    reference, current = np.array(pairs).T
    return merge_thin([f"o{k}" for k in range(len(pairs))], reference, current, NONE)


@pytest.mark.parametrize(("rare", "kept"), [(5, True), (4, False)])
def test_an_outcome_is_kept_when_the_smaller_side_would_show_it_five_times(rare, kept):
    found = merged((100, 100), (rare, rare), (rare, rare), (91, 91))
    assert found.labels == (("o0", "o1", "o2", "o3") if kept else ("o0", "o3", "rest"))
    assert found.rest == (0 if kept else 2)
    assert found.reference.sum() == found.current.sum() == 191 + 2 * rare


def test_what_is_kept_does_not_depend_on_the_side():
    assert merged((100, 100), (11, 1), (0, 3), (3, 0)).labels == ("o0", "o1", "rest")
    assert merged((100, 100), (1, 11), (3, 0), (0, 3)).labels == ("o0", "o1", "rest")


@pytest.mark.parametrize(("common", "thin"), [(31, True), (33, False)])
def test_with_a_fifth_of_the_rows_in_the_rest_nothing_is_merged(common, thin):
    found = merged((common, common), *[(4, 4)] * 2)
    assert found.thin == thin
    assert len(found.labels) == (3 if thin else 2)


def test_a_single_thin_outcome_keeps_its_name():
    assert merged((100, 100), (1, 0)).labels == ("o0", "o1")


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12))
def test_unseen_mass_beside_its_expectation(pairs):
    pairs = [pair for pair in pairs if sum(pair)] or [(1, 1)]
    reference, current = np.array(pairs).T
    a, b = int(reference.sum()), int(current.sum())
    if a == 0 or b == 0:
        return
    found = unseen_values(reference, current)
    assert found.current == pytest.approx(current[reference == 0].sum() / b)
    assert found.reference == pytest.approx(reference[current == 0].sum() / a)
    both = reference + current
    alone_in_current = hypergeom(a + b, both, b).pmf(both)
    alone_in_reference = hypergeom(a + b, both, a).pmf(both)
    assert found.expected_current == pytest.approx((both * alone_in_current).sum() / b)
    assert found.expected_reference == pytest.approx((both * alone_in_reference).sum() / a)
