"""Compiled searches find what SciPy's tree and all differences do, to the last bit."""

import numpy as np
import pytest
from scipy.spatial import cKDTree

from kullback.estimate.numbers import (
    GaoKannanOhViswanath,
    KozachenkoLeonenko,
    KraskovStoegbauerGrassberger,
    Ross,
    WangKulkarniVerdu,
    neighbours,
)
from kullback.kernels import neighbours as compiled

ROWS = 700
GENERATOR = np.random.default_rng(0)


def sorted_rows(columns):
    return np.sort(GENERATOR.normal(size=(ROWS, columns)), axis=0)


KINDS = {
    "normal": lambda columns: GENERATOR.normal(size=(ROWS, columns)),
    "clusters": lambda columns: (
        GENERATOR.integers(0, 4, (ROWS, 1)) + 1e-6 * GENERATOR.normal(size=(ROWS, columns))
    ),
    "heavy tails": lambda columns: GENERATOR.standard_cauchy((ROWS, columns)) ** 3,
    "lattice": lambda columns: GENERATOR.integers(0, 9, (ROWS, columns)) / 10,
    "one place": lambda columns: np.ones((ROWS, columns)),
    "sorted": sorted_rows,
    "one axis is nothing": lambda columns: GENERATOR.normal(size=(ROWS, columns)) * np.r_[
        1.0, np.zeros(columns - 1)
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_distances(kind, columns):
    sample, points = KINDS[kind](columns), KINDS[kind](columns)[:200]
    reference = cKDTree(sample)
    for k in (1, 4, 40):
        for queries in (points, sample):
            expected = reference.query(queries, [k], p=np.inf)[0][:, 0]
            if columns == 1:
                ordered = np.sort(sample[:, 0])
                assert (compiled.kth_on_a_line(queries[:, 0], ordered, k) == expected).all()
                continue
            trees = compiled.tree(queries), compiled.tree(sample)
            assert (compiled.kth_distances(*trees, k, euclidean=False) == expected).all()
            expected = reference.query(queries, [k], p=2)[0][:, 0]
            assert (compiled.kth_distances(*trees, k, euclidean=True) == expected).all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("strictly", [True, False])
def test_counts(kind, columns, strictly):
    sample, points = KINDS[kind](columns), KINDS[kind](columns)[:200]
    for queries in (points, sample):
        gaps = np.abs(queries[:, None] - sample).max(axis=2)
        # Radii that occur as distances, so that borders are met; and none at all.
        radii = np.take_along_axis(gaps, GENERATOR.integers(0, ROWS, (len(gaps), 1)), axis=1)
        radii[::7] = 0.0
        inside = gaps < radii if strictly else gaps <= radii
        expected = (inside | (gaps == 0.0)).sum(axis=1)
        if columns == 1:
            line = queries[:, 0], np.sort(sample[:, 0]), radii[:, 0]
            found = compiled.counts_on_a_line(*line, strictly=strictly)
        else:
            trees = compiled.tree(queries), compiled.tree(sample)
            found = compiled.counts_within(*trees, radii[:, 0], strictly=strictly)
        assert (found == expected).all()


@pytest.mark.parametrize("rows", [1, 2, 15, 16, 17, 31, 33, 500, 2000])
def test_trees_of_any_size_hold_every_row_once_and_in_its_box(rows):
    sample = GENERATOR.normal(size=(rows, 2))
    order, boxes, blocks, depth = compiled.tree(sample)
    assert (np.sort(order) == np.arange(rows)).all()
    for node in range(len(boxes)):
        level = int(np.log2(node + 1))
        place = node + 1 - 2**level
        run = order[rows * place >> level : rows * (place + 1) >> level]
        of = sample[run]
        assert (boxes[node] == [of.min(axis=0), of.max(axis=0)]).all()
        if level == depth:
            assert (blocks[place, :, : len(run)] == of.T).all()
            assert (blocks[place, :, len(run) :] == np.inf).all()
        else:
            along, middle = np.argmax(np.ptp(of, axis=0)), rows * (2 * place + 1) >> (level + 1)
            first, second = np.split(of[:, along], [middle - (rows * place >> level)])
            assert first.max() <= second.min()


def test_the_number_of_threads_changes_no_bit(monkeypatch):
    sample = GENERATOR.normal(size=(3000, 2))
    found = []
    for threads in ("1", "3"):
        monkeypatch.setenv("KULLBACK_NUM_THREADS", threads)
        among = compiled.tree(sample)
        distances = compiled.kth_distances(among, among, 5, euclidean=True)
        counts = compiled.counts_within(among, among, distances, strictly=True)
        found.append((*among[:3], distances, counts))
    assert all((one == other).all() for one, other in zip(*found, strict=True))


@pytest.mark.parametrize("kind", ["normal", "heavy tails", "lattice"])
@pytest.mark.parametrize("columns", [1, 2])
def test_estimates_are_the_same_whoever_searches(kind, columns, monkeypatch):
    x, y = KINDS[kind](columns), KINDS[kind](columns) + 0.05
    labels = GENERATOR.integers(0, 5, ROWS)
    found = []
    for many in (1, 10**9):
        monkeypatch.setattr(neighbours, "MANY", many)
        found.append(
            [
                KozachenkoLeonenko().differential_entropy(x),
                KozachenkoLeonenko(norm="maximum").differential_entropy(x),
                WangKulkarniVerdu(2).kl_divergence(x, y),
                KraskovStoegbauerGrassberger().mutual_information(x, y),
                KraskovStoegbauerGrassberger(3, 2).mutual_information(x, y),
                GaoKannanOhViswanath().mutual_information(x, y),
                Ross().mutual_information(x, labels),
            ]
        )
    assert found[0] == found[1]
