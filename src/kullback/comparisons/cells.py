"""How two columns depend on each other, cell by cell: a level of the one with a level of the other.

What a picture of a pair shows, and what words say of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Matrix = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """The rows that have a level of one column and a level of another.

    Attributes
    ----------
    levels : pair of str
        What the two levels are called.
    reference_share, current_share : float
        Share of the rows on both sides.
    expected_share : float
        Share of current's rows if the dependence were the same in both tables.
    reference_beyond, current_beyond : float
        What that share has beyond the product of the two levels' shares: 0 everywhere where the
        columns do not depend on each other.
    change : float
        What current's share has beyond the expected one.
    """

    levels: tuple[str, str]
    reference_share: float
    current_share: float
    expected_share: float
    reference_beyond: float
    current_beyond: float
    change: float


def cells_of(
    levels: tuple[Sequence[str], Sequence[str]],
    reference: Matrix,
    current: Matrix,
    expected: Matrix,
) -> tuple[Cell, ...]:
    """Return the cells of two tables of counts; `expected` are current's, were dependence equal."""
    beyond = [_beyond_independence(reference), _beyond_independence(current)]
    sizes = [sum(map(sum, side)) for side in (reference, current)]
    return tuple(
        Cell(
            levels=(first, second),
            reference_share=reference[i][j] / sizes[0],
            current_share=current[i][j] / sizes[1],
            expected_share=expected[i][j] / sizes[1],
            reference_beyond=beyond[0][i][j],
            current_beyond=beyond[1][i][j],
            change=(current[i][j] - expected[i][j]) / sizes[1],
        )
        for i, first in enumerate(levels[0])
        for j, second in enumerate(levels[1])
    )


def _beyond_independence(counts: Matrix) -> list[list[float]]:
    down = [sum(row) for row in counts]
    across = [sum(column) for column in zip(*counts, strict=True)]
    size = sum(down)
    return [
        [counts[i][j] / size - a / size * b / size for j, b in enumerate(across)]
        for i, a in enumerate(down)
    ]
