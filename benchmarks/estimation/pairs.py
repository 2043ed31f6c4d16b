"""Pairs of known sources, and tables of two outcomes that depend on each other."""

from typing import NamedTuple

import numpy as np

import kullback as kb
from benchmarks.estimation.sources import FAMILIES, generator

SIZES = {2: (10, 60, 200), 10: (20, 100, 1000), 100: (200, 1000, 10_000)}
UNEQUAL = ((100, (10_000, 1000)), (100, (1000, 10_000)))
CELLS = ((2, 2), (5, 5), (10, 10), (4, 30))
PER_CELL = (1, 5, 50)
DEPENDENCE = {"none": 0.0, "weak": 0.1, "strong": 0.7}


class Pair(NamedTuple):
    """Two sources over the same outcomes, and the sizes of their samples."""

    name: str
    outcomes: int
    p: np.ndarray
    q: np.ndarray
    sizes: tuple[tuple[int, int], ...]


class Table(NamedTuple):
    """A joint distribution of two outcomes, and the sizes of samples."""

    name: str
    joint: np.ndarray
    sizes: tuple[int, ...]


def pairs(quick=False):
    """Return every pair."""
    return [
        Pair(name, k, p, q, _sizes(k))
        for k in ((10,) if quick else SIZES)
        for name, (p, q) in _of(k).items()
    ]


def _sizes(k):
    unequal = tuple(sizes for outcomes, sizes in UNEQUAL if outcomes == k)
    return tuple((n, n) for n in SIZES[k]) + unequal


def _of(k):
    uniform, zipf = FAMILIES["uniform"](k) / k, FAMILIES["Zipf(1)"](k)
    zipf = zipf / zipf.sum()
    drawn = generator("pair", k).dirichlet(np.full(k, 2.0))
    found = {
        "uniform and itself": (uniform, uniform),
        "uniform and near it": (uniform, _near(uniform)),
        "uniform and Zipf(1)": (uniform, zipf),
    }
    if k > 2:
        found |= {
            "Zipf(1) and itself": (zipf, zipf),
            "Zipf(1) and uniform": (zipf, uniform),
            "Zipf(1) and Dirichlet(2)": (zipf, drawn),
        }
    return found


def _near(p):
    """Return p with every other outcome more likely by a tenth: D is near 0.005."""
    tilted = p * (1.0 + 0.1 * (-1.0) ** np.arange(len(p)))
    return tilted / tilted.sum()


def tables(quick=False):
    """Return every table."""
    return [
        Table(f"{r} × {c}, {margins}, {word} dependence", joint, _of_cells(r * c))
        for r, c in (CELLS[1:2] if quick else CELLS)
        for margins in ("uniform", "Zipf(1)")
        for word, share in DEPENDENCE.items()
        for joint in [_joint(r, c, margins, share)]
    ]


def _of_cells(cells):
    return tuple(max(cells * each, 10) for each in PER_CELL)


def _joint(rows, columns, margins, share):
    """Return independent outcomes, of which a share goes where row and column agree."""
    first, second = (FAMILIES[margins](k) / FAMILIES[margins](k).sum() for k in (rows, columns))
    together = np.zeros((rows, columns))
    together[np.arange(columns) % rows, np.arange(columns)] = second
    return (1.0 - share) * np.outer(first, second) + share * together


TRUTHS = {
    "KL divergence": kb.kl_divergence,
    "cross-entropy": kb.cross_entropy,
    "Jensen-Shannon divergence": kb.jensen_shannon_divergence,
}
