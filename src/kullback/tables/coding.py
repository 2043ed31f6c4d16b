"""How the rows of one column become whole numbers, so that pairs of columns can be counted.

Numbers are placed between borders: n borders part the line into n + 1 cells, each closed above,
and every cell has its code. Values that are listed are borders themselves, on which a number
must lie. Engines that compute codes of their own, or cells, give the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf, isnan, nan
from sys import float_info
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kullback.tables.columns import check_edges
from kullback.tables.table import ColumnType, Value

Codes = NDArray[Any]  # whole numbers of the type that Coding.dtype names

_KINDS: dict[type, tuple[ColumnType, ...]] = {
    bool: ("boolean",),
    float: ("number",),
    str: ("text",),
}

# Of numbers, few enough to stay in cache while they are compared with border after border.
_NUMBERS_AT_ONCE = 2**15

# As many as one byte counts. Comparing with each is faster than searching up to here.
_FEW_BORDERS = 255


@dataclass(frozen=True, kw_only=True)
class Coding:
    """Codes 0 … size − 1 for the rows of one column, by value or by edges.

    Attributes
    ----------
    values : tuple of float, of str or of bool, or None
        Every value of the column, as `value_counts` gives them, in the order of their codes. One
        code follows: missing.
    edges : tuple of float, or None
        Finite, rising bounds of cells of numbers, counted as `histograms` does: (−∞, e₀],
        (e₀, e₁], …, (eₙ, ∞). Three codes follow those of the cells: +∞, −∞, missing.
    """

    values: tuple[Value, ...] | None = None
    edges: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        if (self.values is None) == (self.edges is None):
            given = "neither" if self.values is None else "both"
            raise ValueError(f"a coding must have values or edges, got {given}: give one of them")
        if self.edges is not None:
            check_edges({"a coding": self.edges})
            return
        kinds = {_kind(value) for value in self.values or ()}
        if len(kinds) > 1 or None in kinds:
            raise ValueError(
                f"values of a coding must all be numbers, all texts or all truths, "
                f"got {self.values}: give what value_counts returned for one column"
            )
        if len(set(self.values or ())) < len(self.values or ()):
            raise ValueError(f"values of a coding must differ, got {self.values}: list each once")

    @property
    def size(self) -> int:
        """The number of codes."""
        if self.edges is not None:
            return len(self.edges) + 4
        return len(self.values or ()) + 1

    @property
    def missing(self) -> int:
        """The code of rows without a value: the last."""
        return self.size - 1

    @property
    def unlisted(self) -> int:
        """What stands for a value that has no code: the first number past the codes."""
        return self.size

    @property
    def dtype(self) -> np.dtype[Any]:
        """The smallest type that holds the codes, and a value that has none."""
        return np.min_scalar_type(self.unlisted)

    @property
    def kinds(self) -> tuple[ColumnType, ...]:
        """The types of column that can be coded so."""
        if self.edges is not None:
            return ("number",)
        if not self.values:
            return ("number", "text", "boolean")
        kind = _kind(self.values[0])
        assert kind
        return _KINDS[kind]

    @cached_property
    def borders(self) -> tuple[float, ...]:
        """Rising numbers that part the line into cells; truths are 0 and 1."""
        if self.edges is not None:
            return (-inf, *self.edges, float_info.max, inf)
        return tuple(sorted(float(value) for value in self.values or ()))

    @cached_property
    def cells(self) -> tuple[int, ...]:
        """The code of each cell: (−∞, b₀], (b₀, b₁], …, (bₙ, ∞)."""
        if self.edges is not None:
            finite = range(len(self.edges) + 1)
            # Nothing lies above the last border, which is ∞.
            return (self.missing - 1, *finite, self.missing - 2, self.unlisted)
        codes = {float(value): code for code, value in enumerate(self.values or ())}
        return (*(codes[border] for border in self.borders), self.unlisted)

    def of_numbers(self, numbers: NDArray[np.float64]) -> Codes:
        """Return the codes of numbers, of which NaN are missing."""
        codes = np.empty(len(numbers), self.dtype)
        for start in range(0, len(numbers), _NUMBERS_AT_ONCE):
            some = slice(start, start + _NUMBERS_AT_ONCE)
            codes[some] = self._of_some(numbers[some])
        return codes

    def of_cells(self, cells: NDArray[np.float64]) -> Codes:
        """Return the codes of cells between borders, counted from 0, of which NaN are missing."""
        present = ~np.isnan(cells)
        codes = np.full(len(cells), self.missing, self.dtype)
        codes[present] = np.array(self.cells)[cells[present].astype(np.intp)]
        return codes

    def _of_some(self, numbers: NDArray[np.float64]) -> Codes:
        cells = _cells(numbers, self.borders)
        codes: Codes = np.array(self.cells, self.dtype)[cells]
        if self.values is not None:
            codes[np.array([*self.borders, nan])[cells] != numbers] = self.unlisted
        codes[np.isnan(numbers)] = self.missing
        return codes

    def of_texts(self, texts: Sequence[str | None]) -> Codes:
        """Return the codes of texts, of which None are missing."""
        codes: Mapping[Any, int] = {text: code for code, text in enumerate(self.values or ())}
        codes = {**codes, None: self.missing}
        return np.array([codes.get(text, self.unlisted) for text in texts], self.dtype)


def _kind(value: object) -> type | None:
    if isinstance(value, bool | str):
        return type(value) if isinstance(value, bool) else str
    return float if isinstance(value, float | int) and not isnan(value) else None


def _cells(numbers: NDArray[np.float64], borders: Sequence[float]) -> NDArray[Any]:
    """Return how many borders lie below each number: for NaN, what nobody looks at."""
    if len(borders) > _FEW_BORDERS:
        return np.searchsorted(borders, numbers)
    below = np.zeros(len(numbers), np.uint8)
    for border in borders:
        below += numbers > border
    return below
