"""Numbers into bins, whose edges come from the reference's quantiles alone.

Equal shares of the reference, as many as the smaller sample can carry, plus thin tails: in the
tails lie most real changes. Bins are closed on the right. A value that holds a whole share by
itself (zeros, caps, defaults) gets a bin of its own. Edges are real values of the reference, so
that every engine finds the same ones.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from kullback._arrays import Array

FEWEST_BINS, MOST_BINS = 4, 32
TAILS = (Fraction(1, 100), Fraction(1, 1_000), Fraction(1, 10_000))
ROWS_IN_A_TAIL = 10
ROWS_IN_A_SPIKE = 5  # fewer are no share of a source, only of this sample
LARGEST_WHOLE = 2**53  # beyond, floats leave out whole numbers


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A cut at a value: behind it (the value belongs to the left), or before it."""

    value: float
    behind: bool = True

    @property
    def cut(self) -> float:
        """The number that a right-closed bin must end at to cut here."""
        return self.value if self.behind else math.nextafter(self.value, -math.inf)


@dataclass(frozen=True, slots=True)
class Plan:
    """The ranks whose values are needed, and how many equal shares there are."""

    shares: int
    quantiles: tuple[int, ...]
    candidates: tuple[int, ...]  # twice as dense: a value met twice may hold a share by itself

    @property
    def ranks(self) -> list[int]:
        """Every rank to ask the reference for, ascending; the first is its minimum."""
        return sorted({1, *self.quantiles, *self.candidates})


@dataclass(frozen=True, slots=True)
class Cuts:
    """All places to count at: the edges of the bins, and those to be settled after counting."""

    edges: tuple[Edge, ...]
    quantiles: frozenset[float]
    candidates: frozenset[float]
    reference_range: tuple[float, float]
    current_range: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bins:
    """Final edges, the counts between them on both sides, and what lay beyond the other's range."""

    edges: tuple[Edge, ...]
    reference: Array
    current: Array
    reference_beyond: int
    current_beyond: int


def plan(n_reference: int, n_current: int) -> Plan:
    """Return the ranks to ask the reference for, from the numbers of finite values."""
    smaller = min(n_reference, n_current)
    shares = min(max(round(smaller ** (1 / 3)), FEWEST_BINS), MOST_BINS)
    tails = [tail for tail in TAILS if smaller * tail >= ROWS_IN_A_TAIL]
    cuts = {Fraction(k, shares) for k in range(1, shares)} | {*tails, *(1 - t for t in tails)}
    return Plan(
        shares=shares,
        quantiles=tuple(sorted(max(1, math.ceil(n_reference * cut)) for cut in cuts)),
        candidates=tuple(
            max(1, math.ceil(n_reference * Fraction(k, 2 * shares)))
            for k in range(1, 2 * shares + 1)
        ),
    )


def cuts(
    plan: Plan,
    order_statistics: Sequence[float],
    current_range: tuple[float, float],
) -> Cuts:
    """Return where to count, from the reference's values at `plan.ranks`."""
    order_statistics = [value + 0.0 for value in order_statistics]  # −0.0 and 0.0 are one place
    value_at = dict(zip(plan.ranks, order_statistics, strict=True))
    low, high = order_statistics[0], order_statistics[-1]
    quantiles = frozenset(value_at[rank] for rank in plan.quantiles)
    dense = [value_at[rank] for rank in plan.candidates]
    repeated = frozenset(a for a, b in pairwise(dense) if a == b)
    edges = [Edge(value) for value in quantiles | repeated]
    edges += [Edge(value, behind=False) for value in repeated]
    # Both ranges, to count what lies beyond the other's; these cuts never bound a bin.
    for bottom, top in ((low, high), current_range):
        edges += [Edge(bottom, behind=False), Edge(top)]
    # Of neighbouring floats, behind the one and before the other is the same cut.
    by_cut = {edge.cut: edge for edge in sorted(edges, key=_place) if math.isfinite(edge.cut)}
    ordered = tuple(by_cut[cut] for cut in sorted(by_cut))
    return Cuts(ordered, quantiles, repeated, (low, high), current_range)


def settle(plan: Plan, cuts: Cuts, reference: Array, current: Array) -> Bins:
    """Return the bins, given the counts between all the cuts."""
    spikes = _spikes(plan, cuts, reference)
    low, high = cuts.reference_range
    # A bin beyond the reference's range would be one-sided because it was chosen to be. Only a
    # value with a bin of its own is parted from what lies beyond it.
    wanted = {value for value in cuts.quantiles if low <= value < high}
    wanted |= {Edge(value, behind).cut for value in spikes for behind in (False, True)}
    kept = [index for index, edge in enumerate(cuts.edges) if edge.cut in wanted]
    starts = [0, *(index + 1 for index in kept)]
    return Bins(
        edges=tuple(cuts.edges[index] for index in kept),
        reference=np.add.reduceat(reference, starts),
        current=np.add.reduceat(current, starts),
        reference_beyond=_beyond(cuts, reference, cuts.current_range),
        current_beyond=_beyond(cuts, current, cuts.reference_range),
    )


def labels(edges: Sequence[Edge], integral: bool) -> list[str]:
    """Return what each bin is called; whole numbers are named by the values they hold."""
    digits = _digits(edges)
    integral = integral and all(abs(edge.value) < LARGEST_WHOLE for edge in edges)
    sides: list[Edge | None] = [None, *edges, None]
    return [_label(a, b, integral, digits) for a, b in pairwise(sides)]


def _place(edge: Edge) -> tuple[float, bool]:
    return edge.value, edge.behind


def _spikes(plan: Plan, cuts: Cuts, reference: Array) -> frozenset[float]:
    """Return the values that hold a whole share of the reference by themselves."""
    fewest = max(ROWS_IN_A_SPIKE, int(reference.sum()) / plan.shares)
    return frozenset(
        value
        for value in cuts.candidates
        if _up_to(cuts, reference, value) - _up_to(cuts, reference, Edge(value, False).cut)
        >= fewest
    )


def _beyond(cuts: Cuts, counts: Array, span: tuple[float, float]) -> int:
    """Return how many rows lie outside a range."""
    bottom, top = span
    below = _up_to(cuts, counts, Edge(bottom, behind=False).cut)
    return below + int(counts.sum()) - _up_to(cuts, counts, top)


def _up_to(cuts: Cuts, counts: Array, cut: float) -> int:
    return int(sum(n for edge, n in zip(cuts.edges, counts, strict=False) if edge.cut <= cut))


def _digits(edges: Sequence[Edge]) -> int:
    """Return the fewest digits, four or more, that tell all edges apart."""
    values = {edge.value for edge in edges}
    for digits in range(4, 17):
        if len({f"{value:.{digits}g}" for value in values}) == len(values):
            return digits
    return 17


def _label(left: Edge | None, right: Edge | None, integral: bool, digits: int) -> str:
    if integral:
        return _whole_label(left, right)
    if left is None or right is None:
        return _open_label(left, right, digits)
    a, b = f"{left.value:.{digits}g}", f"{right.value:.{digits}g}"
    if left.value == right.value:
        return a
    return f"{'(' if left.behind else '['}{a}, {b}{']' if right.behind else ')'}"


def _open_label(left: Edge | None, right: Edge | None, digits: int) -> str:
    if left is not None:
        return f"{'>' if left.behind else '≥'} {left.value:.{digits}g}"
    if right is not None:
        return f"{'≤' if right.behind else '<'} {right.value:.{digits}g}"
    return "any number"


def _whole_label(left: Edge | None, right: Edge | None) -> str:
    first = None if left is None else int(left.value) + (1 if left.behind else 0)
    last = None if right is None else int(right.value) - (0 if right.behind else 1)
    if first is None or last is None:
        return "any number" if first == last else f"≥ {first}" if last is None else f"≤ {last}"
    return str(first) if first == last else f"{first} … {last}"
