"""The laws of the simulation: their truths, found a second way, and what is counted of answers."""

import math
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad

from kullback.estimate import differential_entropy, kl_divergence, mutual_information

pytestmark = pytest.mark.simulation

ROOT = Path(__file__).parents[3]


@pytest.fixture
def laws(monkeypatch):
    monkeypatch.syspath_prepend(ROOT)
    from benchmarks.estimation import laws_of_numbers

    return laws_of_numbers


def test_closed_forms(laws):
    assert laws.student(1) == pytest.approx(stats.t(3).entropy(), abs=1e-12)
    for d in (2, 5):
        expected = stats.multivariate_t(shape=np.eye(d), df=3).entropy()
        assert laws.student(d) == pytest.approx(expected, abs=1e-12)
    for c, d, rho in ((1, 1, 0.9), (2, 3, 0.5)):
        whole = np.full((c + d, c + d), rho) + (1 - rho) * np.eye(c + d)
        parts = (np.linalg.det(whole[:c, :c]), np.linalg.det(whole[c:, c:]))
        expected = 0.5 * math.log(parts[0] * parts[1] / np.linalg.det(whole))
        assert laws.normal_information(c, d, rho) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("reach", [0.1, 0.5, 0.75])
def test_uniform_plus_noise(laws, reach):
    def density(y):
        return max(0.0, min(1.0, y + reach) - max(0.0, y - reach)) / (2 * reach)

    def term(y):
        p = density(y)
        return -p * math.log(p) if p > 0.0 else 0.0

    points = sorted({-reach, reach, 1 - reach, 1 + reach})
    of_sum = sum(quad(term, low, high)[0] for low, high in pairwise(points))
    assert laws.noisy(reach) == pytest.approx(of_sum - math.log(2 * reach), abs=1e-9)


def test_truths_are_found_where_rows_are_many(laws):
    """In one column each, at 3,000 rows; the noise of 0.1 is found 0.05 too short there."""
    every = [*laws.entropies(), *laws.divergences(), *laws.dependences()]
    verbs = {
        "differential entropy": differential_entropy,
        "KL divergence": lambda *pair: kl_divergence(*pair, given="numbers"),
        "mutual information": lambda *pair: mutual_information(*pair, given="numbers"),
    }
    small = [law for law in every if law.columns in ("1", "1 + 1")]
    assert len(small) == 4 + 5 + 11
    for law in small:
        found = verbs[law.quantity](*law.draw(np.random.default_rng(1), 3000))
        assert found.raw == pytest.approx(law.truth, abs=0.1), law


def test_every_law_gives_rows_of_its_columns(laws):
    for law in [*laws.entropies(), *laws.divergences(), *laws.dependences()]:
        drawn = law.draw(np.random.default_rng(0), 7)
        columns = [1 if rows.ndim == 1 else rows.shape[1] for rows in drawn]
        assert all(len(rows) == 7 for rows in drawn)
        stated = [int(part) for part in law.columns.split(" + ")]
        assert columns == stated * (2 if law.quantity == "KL divergence" else 1)


@pytest.mark.parametrize(
    ("of", "page"), [("numbers", "estimates_of_numbers"), ("beyond_normal", "beyond_normal")]
)
def test_the_page_is_made_of_the_file(of, page):
    command = [sys.executable, "-m", f"benchmarks.estimation.{of}", "--page"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode() == (ROOT / "docs" / f"{page}.md").read_text("utf-8")


def test_the_page_names_the_estimators_that_auto_is(monkeypatch):
    monkeypatch.syspath_prepend(ROOT)
    from benchmarks.estimation.page_of_numbers import AUTO

    x, y = np.random.default_rng(0).normal(size=(2, 60, 1))
    assert differential_entropy(x).estimator == AUTO["differential entropy"]
    assert kl_divergence(x, y, given="numbers").estimator == AUTO["KL divergence"]
    assert mutual_information(x, y, given="numbers").estimator == AUTO["mutual information"]


def test_figures_count_bias_error_and_coverage(monkeypatch):
    monkeypatch.syspath_prepend(ROOT)
    from benchmarks.estimation.numbers import figures

    answers = np.array(
        [
            [1.0, 0.5, 1.5, 0.2, 0.0],
            [2.0, 1.8, math.inf, 0.2, 1.0],
            [1.0, 0.9, 1.6, 0.2, 0.0],
            [2.0, 1.4, 2.5, 0.2, 0.0],
        ]
    )
    found = figures(1.5, answers)
    assert found["bias"] == 0.0
    assert found["rmse"] == 0.5
    assert found["covered"] == 0.75
    assert found["warned"] == found["infinite high"] == 0.25
    assert "covered" not in figures(1.5, answers * [1, -math.inf, math.inf, 1, 1])
