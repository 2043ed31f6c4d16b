"""The answer in words: what changed most, alone, in pairs or together, and by how much."""

from collections import Counter
from typing import TYPE_CHECKING

from kullback._figures import short_name
from kullback.comparisons.verdict import TOO_FEW, WORDS

if TYPE_CHECKING:
    from kullback.comparisons.records import ColumnComparison, Comparison, PairComparison

MOST_OF_A_NAME = 80  # characters in a sentence


def shown(name: str) -> str:
    """Return a name as a sentence shows it: on one line, and no longer than a line."""
    return short_name(name, MOST_OF_A_NAME)


def answer(found: "Comparison") -> str:
    """Return what changed: the first sentence says it of columns, pairs and the whole table.

    The whole table is named where it is known to have changed by more than a column by itself.
    """
    if not found.columns:
        return "Nothing was compared." + _mixed(found)
    told = f"{_first(found)}."
    if found.swapped:
        names = " and ".join(map(shown, found.swapped))
        told = f"{names} look swapped; {told[0].lower()}{told[1:]}"
    if _changed(found):
        told += f" {_compared(found)} compared{_verdicts(found)}."
    return told + _mixed(found)


def _first(found: "Comparison") -> str:
    column = found.columns[0] if found.columns[0].alarm else None
    pair = found.pairs[0] if found.pairs else None
    whole = _whole(found)
    if column:
        told = f"Largest change: {_column(column)}"
        told += f"; of dependence, {_pair(pair, found.unit)}" if pair else ""
        return told + (f"; of all columns together, {whole}" if whole else "")
    if pair:
        told = "No column changed by itself, but how columns depend did, most "
        told += _pair(pair, found.unit)
        return told + (f"; all columns together, {whole}" if whole else "")
    if whole:
        nor = ", nor how any two depend" if found.pairs_compared else ""
        return f"No column changed by itself{nor}, but all columns together did, {whole}"
    blind = all(TOO_FEW in column.notes for column in found.columns)
    seen = f": {TOO_FEW}" if blind and found.table is None else _ways(found)
    return f"No change seen in {_compared(found)} compared{seen}"


def _column(column: "ColumnComparison") -> str:
    size = column.jensen_shannon_divergence
    return f"{shown(column.name)} ({column.verdict}, {size.value:.3g} {size.unit})"


def _pair(pair: "PairComparison", unit: str) -> str:
    names = " and ".join(map(shown, pair.columns))
    return f"{names} ({pair.verdict}, {pair.jensen_shannon_divergence:.3g} {unit})"


def _whole(found: "Comparison") -> str:
    """Return by how much all columns together changed at least, if that says more."""
    whole, first = found.table, found.columns[0]
    if whole is None or not whole.alarm:
        return ""
    if first.alarm and whole.at_least <= first.jensen_shannon_divergence.value:
        return ""
    return f"by at least {whole.at_least:.2g} {found.unit}"


def _changed(found: "Comparison") -> bool:
    return found.columns[0].alarm or bool(found.pairs) or bool(_whole(found))


def _compared(found: "Comparison") -> str:
    return f"{len(found.columns)} column{'' if len(found.columns) == 1 else 's'}"


def _verdicts(found: "Comparison") -> str:
    if not found.columns[0].alarm:
        return ""
    counts = Counter(column.verdict for column in found.columns)
    return ": " + ", ".join(f"{counts[words]} {words}" for words in WORDS if words in counts)


def _ways(found: "Comparison") -> str:
    """Return in which ways columns were looked at, where they were not only one by one."""
    ways = ["in pairs"] * bool(found.pairs_compared) + ["together"] * (found.table is not None)
    return f", alone{',' if len(ways) > 1 else ' or'} {' or '.join(ways)}" if ways else ""


def _mixed(found: "Comparison") -> str:
    mixed = [shown(column.name) for column in found.left_out if column.kind == "mixed"]
    return f" Of different types, and not compared: {', '.join(mixed)}." if mixed else ""
