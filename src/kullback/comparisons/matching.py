"""Which columns both tables have, and how each is read on both sides."""

from collections.abc import Iterable, Mapping, Sequence

from kullback.comparisons.column import Column, Side, are_boolean_words, as_text
from kullback.comparisons.kinds import LEFT_OUT, Decision, decide, reading
from kullback.comparisons.records import LeftOut
from kullback.tables import Profile, Table

SIDES = ("reference", "current")
Matched = dict[str, tuple[Column, Decision]]

FEWEST_FOR_MANY = 5  # distinct values, approximately: more are no pair of words

# How a side that is read in this way is spoken of.
SPOKEN = {"number": "numbers", "time": "dates", "boolean": "true/false", "other": "nested values"}


def match_columns(
    reference: Table,
    current: Table,
    columns: Sequence[str] | None,
    kinds: Mapping[str, str],
) -> tuple[Matched, list[LeftOut]]:
    """Return the columns to compare with their kinds, and those left out with the reason."""
    shared, left_out = _shared(reference, current, columns, kinds)
    tables = (reference, current)
    profiles = tuple(table.profiles(shared) for table in tables)
    readings, mixed = _readings(shared, tables, profiles, kinds)
    left_out += mixed
    first, second = (_sides(t, p, readings) for t, p in zip(tables, profiles, strict=True))
    matched: Matched = {}
    for name, how in readings.items():
        column = Column(name, how, (first[name], second[name]))
        decision = decide(column, kinds.get(name))
        if decision.kind in LEFT_OUT:
            left_out.append(LeftOut(name, decision.kind, decision.note))
        else:
            matched[name] = column, decision
    return matched, left_out


def one_table(
    table: Table, columns: Sequence[str] | None, kinds: Mapping[str, str]
) -> tuple[Matched, list[LeftOut], Table]:
    """Return the columns to measure with their kinds, those left out, and the table to ask.

    The table to ask is the same one, with the texts that are numbers read as numbers.
    """
    for name in (*(columns or ()), *kinds):
        if name not in table.columns:
            raise ValueError(
                f"there is no column {name!r} in {table.name}; it has {_listed(table.columns)}"
            )
    names = list(dict.fromkeys(columns or table.columns))
    profiles = table.profiles(names)
    readings = {
        name: _read_alone(name, reading(table.columns[name], profiles[name]), kinds.get(name))
        for name in names
    }
    sides = _sides(table, profiles, readings)
    matched: Matched = {}
    left_out = []
    for name, how in readings.items():
        column = Column(name, how, (sides[name],))
        decision = decide(column, kinds.get(name))
        if decision.kind in LEFT_OUT:
            left_out.append(LeftOut(name, decision.kind, decision.note))
        else:
            matched[name] = column, decision
    read = [side.table for side in sides.values() if side.table is not table]
    return matched, left_out, read[0] if read else table


def _read_alone(name: str, held: str, choice: str | None) -> str:
    if choice is not None:
        return _as_chosen(name, {held} - {"nothing"}, choice)
    return "text" if held == "nothing" else held


def _shared(
    reference: Table,
    current: Table,
    columns: Sequence[str] | None,
    kinds: Mapping[str, str],
) -> tuple[list[str], list[LeftOut]]:
    both = [name for name in reference.columns if name in current.columns]
    if not both:
        raise ValueError(
            f"the tables have no column in common: {reference.name} has "
            f"{_listed(reference.columns)}; {current.name} has {_listed(current.columns)}"
        )
    for name in (*(columns or ()), *kinds):
        if name not in both:
            raise ValueError(
                f"{_where_missing(name, reference, current)}; both have {_listed(both)}"
            )
    if columns is not None:
        return list(dict.fromkeys(columns)), []
    left_out = [
        LeftOut(name, "absent", f"only in the {side} table")
        for side, table, other in zip(
            SIDES, (reference, current), (current, reference), strict=True
        )
        for name in table.columns
        if name not in other.columns
    ]
    return both, left_out


def _where_missing(name: str, reference: Table, current: Table) -> str:
    lacking = [table.name for table in (reference, current) if name not in table.columns]
    return f"there is no column {name!r} in {' or '.join(lacking)}"


def _listed(names: Iterable[str]) -> str:
    shown = [repr(name) for name in names]
    return ", ".join(shown[:8]) + (f" and {len(shown) - 8} more" if len(shown) > 8 else "")


def _readings(
    names: Sequence[str],
    tables: tuple[Table, Table],
    profiles: Sequence[Mapping[str, Profile]],
    kinds: Mapping[str, str],
) -> tuple[dict[str, str], list[LeftOut]]:
    """Return how each column is read on both sides, and the columns whose sides disagree."""
    readings, mixed = {}, []
    for name in names:
        held = [reading(t.columns[name], p[name]) for t, p in zip(tables, profiles, strict=True)]
        sides = [(table, known[name]) for table, known in zip(tables, profiles, strict=True)]
        how = _agreed(name, held, sides, kinds.get(name))
        if how is not None:
            readings[name] = how
            continue
        words = " and ".join(
            f"{SPOKEN.get(side_held, side_held)} in the {side} table"
            for side, side_held in zip(SIDES, held, strict=True)
        )
        mixed.append(LeftOut(name, "mixed", words))
    return readings, mixed


def _sides(
    table: Table, profiles: Mapping[str, Profile], readings: Mapping[str, str]
) -> dict[str, Side]:
    """Return one table's part in every column, its text read as numbers where that was agreed."""
    written = [
        name for name, how in readings.items() if how == "number" and table.columns[name] == "text"
    ]
    numbers = table.with_numbers(written) if written else table
    profiles = {**profiles, **(numbers.profiles(written) if written else {})}
    return {
        name: Side(table, numbers if name in written else table, profiles[name])
        for name in readings
    }


def _agreed(
    name: str,
    held: Sequence[str],
    sides: Sequence[tuple[Table, Profile]],
    choice: str | None,
) -> str | None:
    """Return the one way to read both sides, or None where there is none."""
    found = set(held) - {"nothing"}
    if choice is not None:
        return _as_chosen(name, found, choice)
    if found <= {"boolean", "number", "text"} and found != {"number"}:
        written = [_few_labels(name, table, profile) for table, profile in sides]
        both = set().union(*written)
        alike = len(found) == 1 and (found == {"boolean"} or are_boolean_words(both))
        if both and not alike and all(map(are_boolean_words, written)):
            return "boolean"  # true here, yes or 1 there
    if len(found) <= 1:
        return found.pop() if found else "text"
    return None


def _as_chosen(name: str, found: set[str], choice: str) -> str:
    """Return how a column of a kind set by hand is read."""
    numbers = choice in ("number", "discrete number")
    wrong = found & ({"time", "other", "boolean"} if numbers else {"time", "other"})
    if wrong and choice != "identifier":
        held = " and ".join(SPOKEN[one] for one in sorted(wrong))
        raise ValueError(
            f"column {name!r} holds {held} and cannot be a {choice}: "
            "leave it out, by the kind identifier, or change the data"
        )
    return "number" if numbers else "text"  # any value can be compared as it is written


def _few_labels(name: str, table: Table, profile: Profile) -> set[str]:
    """Return the values of a column as written, or one that is no word where they are many."""
    if profile.missing == profile.rows:
        return set()
    if profile.about_distinct > FEWEST_FOR_MANY:
        return {"…"}
    return {as_text(value) for value in table.value_counts(name)}
