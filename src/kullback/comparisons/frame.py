"""Findings as a dataframe of whatever library is installed."""

from collections.abc import Callable, Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kullback.comparisons.records import ColumnComparison

LIBRARIES = ("pandas", "polars", "pyarrow")  # the first that is installed

FIELDS: dict[str, Callable[["ColumnComparison"], Any]] = {
    "name": lambda column: column.name,
    "kind": lambda column: column.kind,
    "verdict": lambda column: column.verdict,
    "alarm": lambda column: column.alarm,
    "p": lambda column: column.p,
    "q": lambda column: column.q,
    "jensen_shannon_divergence": lambda column: column.jensen_shannon_divergence.value,
    "low": lambda column: column.jensen_shannon_divergence.low,
    "high": lambda column: column.jensen_shannon_divergence.high,
    "kl_reference_current": lambda column: column.kl_reference_current.value,
    "kl_current_reference": lambda column: column.kl_current_reference.value,
    "entropy_reference": lambda column: column.entropy_reference.value,
    "entropy_current": lambda column: column.entropy_current.value,
    "cross_entropy": lambda column: column.cross_entropy.value,
    "missing_reference": lambda column: column.missing.reference,
    "missing_current": lambda column: column.missing.current,
}


def frame_of(columns: Iterable["ColumnComparison"]) -> Any:
    """Return a dataframe with a row for each column."""
    import narwhals as nw

    library: Any = next((name for name in LIBRARIES if find_spec(name)), None)
    if library is None:
        raise ImportError(f"a dataframe needs one of {', '.join(LIBRARIES)}: install one")
    found = list(columns)
    values = {name: [read(column) for column in found] for name, read in FIELDS.items()}
    return nw.from_dict(values, backend=library).to_native()
