"""The columns of one table: their names, kept apart from the safe names used in queries.

A name is data: it may hold quotes, newlines or SQL words, and may differ from its neighbour
only by case, which SQL does not see. Queries therefore say c0, c1, … in file order.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import isfinite

from kullback.tables.table import ColumnType, TableError


@dataclass(frozen=True)
class Columns:
    """Names and types of the columns of the table called `table`, in file order."""

    table: str
    types: dict[str, ColumnType]

    def safe(self, name: str, *allowed: ColumnType) -> str:
        """Return the safe name of a column, which must be of an allowed type if any is given."""
        if name not in self.types:
            raise TableError(f"{self.table} has no column {name!r}: it has {listed(self.types)}")
        if allowed and self.types[name] not in allowed:
            raise TableError(
                f"column {name!r} of {self.table} must hold {' or '.join(allowed)}, "
                f"not {self.types[name]}"
            )
        return self._safe[name]

    @cached_property
    def _safe(self) -> dict[str, str]:
        return dict(zip(self.types, safe_names(self.types), strict=True))

    def read_as_numbers(self, names: Iterable[str]) -> "Columns":
        """Return the columns after these have become numbers, or were added as such."""
        return Columns(self.table, self.types | dict.fromkeys(names, "number"))


def safe_names(names: Iterable[str]) -> list[str]:
    """Return c0, c1, …: one for each name."""
    return [f"c{place}" for place, _ in enumerate(names)]


def check_names(table: str, names: Sequence[str]) -> None:
    """Refuse a table without columns, or with a name that says two columns."""
    if not names:
        raise TableError(f"{table} has no columns: give a table with at least one")
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise TableError(f"{table} has several columns named {listed(twice)}: rename them apart")


def check_edges(edges: Mapping[str, Sequence[float]]) -> None:
    """Refuse edges that do not bound cells."""
    for name, values in edges.items():
        rising = all(low < high for low, high in pairwise(values))
        if not (values and rising and all(map(isfinite, values))):
            raise ValueError(f"edges of {name!r} must be finite and rising, got {list(values)}")


def check_ranks(name: str, ranks: Sequence[int], finite: int) -> None:
    """Refuse ranks that no finite value has."""
    if any(not 1 <= rank <= finite for rank in ranks):
        raise ValueError(f"ranks of {name!r} must lie in 1 … {finite}, got {list(ranks)}")


def listed(names: Iterable[str], most: int = 10) -> str:
    """Return names in quotes for a message, the first few if they are many."""
    names = list(names)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(map(repr, names[:most])) + more
