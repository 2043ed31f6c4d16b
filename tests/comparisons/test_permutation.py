"""The drawn null: right where the formula is too low, and the same for the same seed."""

import subprocess
import sys

import numpy as np
import pytest

from kullback.comparisons import permutation
from kullback.comparisons.permutation import draw_null
from kullback.estimate import measures
from kullback.estimate.counts.plug_in import PlugIn


def test_agrees_with_the_formula_where_outcomes_are_well_filled():
    generator = np.random.default_rng(3)
    first, second = generator.multinomial(5000, [0.1] * 10, size=2)
    drawn = draw_null(first, second, seed=0)
    for found, formula in (
        (drawn.jensen_shannon, measures.jensen_shannon_null(first, second)),
        (drawn.kl_reference_current, measures.kl_null(first, second)),
        (drawn.kl_current_reference, measures.kl_null(second, first)),
    ):
        assert found.floor == pytest.approx(formula.floor, rel=0.06)
        assert found.scale == pytest.approx(formula.scale, rel=0.25)


def test_thin_outcomes_have_another_floor_than_the_formula():
    generator = np.random.default_rng(3)
    first, second = generator.multinomial(300, [1 / 400] * 400, size=2)
    seen = first + second > 0
    first, second = first[seen], second[seen]
    drawn = draw_null(first, second, seed=0)
    observed = PlugIn().jensen_shannon_divergence(first, second)
    assert observed == pytest.approx(drawn.jensen_shannon.floor, rel=0.1)
    formula = measures.jensen_shannon_null(first, second).floor
    assert abs(observed - formula) > 3 * abs(observed - drawn.jensen_shannon.floor)


def test_p_is_the_rank_and_beyond_the_draws_a_fitted_tail():
    first, second = np.array([30, 30, 30, 30]), np.array([35, 28, 30, 27])
    drawn = draw_null(first, second, seed=0)
    middle = drawn.quantile(0.5)
    assert drawn.p(middle) == pytest.approx(0.5, abs=0.05)
    assert drawn.p(drawn.quantile(0.95)) == pytest.approx(0.05, abs=0.01)
    assert 0.0 < drawn.p(50 * middle) < 1e-6
    assert drawn.p(0.0) == 1.0


def test_p_is_uniform_under_one_source():
    generator = np.random.default_rng(11)
    ranks = []
    for _ in range(150):
        first, second = generator.multinomial(100, [1 / 80] * 80, size=2)
        seen = first + second > 0
        null = draw_null(first[seen], second[seen], seed=0)
        ranks.append(null.p(PlugIn().jensen_shannon_divergence(first[seen], second[seen])))
    assert 0.01 <= np.mean(np.array(ranks) <= 0.05) <= 0.10
    assert np.mean(ranks) == pytest.approx(0.5, abs=0.08)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_seed_fixes_the_draws(seed):
    counts = np.array([5, 3, 2, 9]), np.array([4, 4, 4, 4])
    first, again = draw_null(*counts, seed=seed), draw_null(*counts, seed=seed)
    other = draw_null(*counts, seed=0)
    assert (first.draws == again.draws).all()
    assert (first.draws != other.draws).any()


@pytest.mark.parametrize(("a", "b"), [(19, 3), (33, 38)])
def test_where_every_draw_is_the_same_nothing_is_seen(a, b):
    first = np.array([1] * a + [0] * b)
    second = 1 - first
    null = draw_null(first, second, seed=0)
    observed = PlugIn().jensen_shannon_divergence(first, second)
    assert null.p(observed) == 1.0
    assert not null.more_alike_than(observed, 0.5)


def test_entropies_of_thin_columns_are_corrected_by_drawing():
    generator = np.random.default_rng(2)
    p = 1 / np.arange(1, 4001) ** 0.5
    p /= p.sum()
    first, second = generator.multinomial(300, p), generator.multinomial(30_000, p)
    seen = first + second > 0
    first, second = first[seen], second[seen]
    null, truth = draw_null(first, second, seed=0), -(p * np.log(p)).sum()
    entropy = measures.entropy(first, correction=null.entropy_reference)
    crossed = measures.cross_entropy(
        first, second, null=null.kl_reference_current, correction=null.entropy_reference
    )
    divergence = measures.kl_divergence(first, second, null=null.kl_reference_current)
    assert entropy.raw == pytest.approx(truth, abs=0.4)
    assert measures.entropy(first).raw > truth + 1.0  # what the formula gives
    assert entropy.raw + divergence.raw == pytest.approx(crossed.raw, abs=1e-12)


def test_more_rows_than_numpy_draws_are_drawn_all_the_same():
    first, second = np.array([7 * 10**8, 2, 1]), np.array([6 * 10**8, 1, 3])
    assert 0.0 < draw_null(first, second, seed=0).p(1e-10) <= 1.0


def test_draws_do_not_depend_on_how_many_are_measured_at_once(monkeypatch):
    first, second = np.random.default_rng(3).poisson(2.0, size=(2, 3000))
    few = draw_null(first, second, seed=0)
    monkeypatch.setattr(permutation, "CELLS_WORTH_KERNELS", 0)
    many = draw_null(first, second, seed=0)
    assert few.draws == pytest.approx(many.draws, rel=1e-13)
    assert few.entropy_reference == pytest.approx(many.entropy_reference, rel=1e-9)


def test_few_draws_compile_no_kernel():
    """That would take longer than they do: 1.5 million cells, as of a few thousand tail numbers."""
    code = """import sys
import subprocess
import sys

import numpy as np
from kullback.comparisons import permutation
from kullback.comparisons.permutation import draw_null
draw_null(*np.random.default_rng(0).poisson(2.0, size=(2, 3000)), seed=0)
print("numba" in sys.modules)"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
