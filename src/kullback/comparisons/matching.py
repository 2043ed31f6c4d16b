"""Which columns both tables have, and how each is read on both sides."""

from collections.abc import Iterable, Mapping, Sequence

from kullback.comparisons.column import Column, Side, are_boolean_words, as_text
from kullback.comparisons.dates import DateColumns, read_dates
from kullback.comparisons.kinds import LEFT_OUT, Decision, decide, reading
from kullback.comparisons.records import LeftOut
from kullback.tables import Profile, Table

SIDES = ("reference", "current")
Matched = dict[str, tuple[Column, Decision]]

FEWEST_FOR_MANY = 5  # distinct values, approximately: more are no pair of words

NOT_MEASURED = "nearly every date differs from all others: measure a part of it, such as the hour"

# How a side that is read in this way is spoken of.
SPOKEN = {
    "number": "numbers",
    "time": "dates",
    "clock": "times of day",
    "boolean": "true/false",
    "other": "nested values",
}


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
    matched, unfit, _ = _decided(tables, profiles, readings, kinds)
    return matched, left_out + mixed + unfit


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
        name: _read_alone(
            name,
            reading(table.columns[name], profiles[name]),
            kinds.get(name),
            is_text=table.columns[name] == "text",
        )
        for name in names
    }
    matched, left_out, (asked,) = _decided((table,), (profiles,), readings, kinds)
    return matched, left_out, asked


def _decided(
    tables: Sequence[Table],
    profiles: Sequence[Mapping[str, Profile]],
    readings: Mapping[str, str],
    kinds: Mapping[str, str],
) -> tuple[Matched, list[LeftOut], Sequence[Table]]:
    """Return columns with their kinds, those left out, and the tables to ask for all of them."""
    read = [_read(table, known, readings) for table, known in zip(tables, profiles, strict=True)]
    views, known = [view for view, _ in read], [profile for _, profile in read]
    names = [n for n, how in readings.items() if how == "time" and kinds.get(n) != "identifier"]
    dates: dict[str, DateColumns] = {}
    if names and len(tables) > 1:
        dates, views = read_dates(tables, views, known, names, kinds)
    matched: Matched = {}
    left_out: list[LeftOut] = []
    for name, how in readings.items():
        if name in dates:
            matched |= dates[name].columns
            left_out += dates[name].left_out
            continue
        if name in names:
            left_out.append(LeftOut(name, "date", NOT_MEASURED))
            continue
        column = Column(
            name,
            how,
            tuple(Side(t, v, k[name]) for t, v, k in zip(tables, views, known, strict=True)),
        )
        decision = decide(column, kinds.get(name))
        if decision.kind in LEFT_OUT:
            left_out.append(LeftOut(name, decision.kind, decision.note))
        else:
            matched[name] = column, decision
    return matched, left_out, views


def _read_alone(name: str, held: str, choice: str | None, is_text: bool) -> str:
    if choice is not None:
        return _as_chosen(name, {held} - {"nothing"}, choice, is_text)
    return "text" if held == "nothing" else held


def _shared(
    reference: Table,
    current: Table,
    columns: Sequence[str] | None,
    kinds: Mapping[str, str],
) -> tuple[list[str], list[LeftOut]]:
    both = [name for name in reference.columns if name in current.columns]
    alike = _nearly_alike(reference, current)
    if not both:
        hint = "".join(f"; {a!r} and {b!r} are written nearly alike" for a, b in alike.items())
        raise ValueError(
            f"the tables have no column in common: {reference.name} has "
            f"{_listed(reference.columns)}; {current.name} has {_listed(current.columns)}{hint}"
        )
    for name in (*(columns or ()), *kinds):
        if name not in both:
            raise ValueError(
                f"{_where_missing(name, reference, current)}; both have {_listed(both)}"
            )
    if columns is not None:
        return list(dict.fromkeys(columns)), []
    left_out = [
        LeftOut(name, "absent", _only_in(side, like.get(name)))
        for side, table, other, like in (
            ("reference", reference, current, alike),
            ("current", current, reference, {b: a for a, b in alike.items()}),
        )
        for name in table.columns
        if name not in other.columns
    ]
    return both, left_out


def _only_in(side: str, like: str | None) -> str:
    hint = f"; {like!r} in the other is written nearly alike: rename one" if like else ""
    return f"only in the {side} table{hint}"


def _nearly_alike(reference: Table, current: Table) -> dict[str, str]:
    """Return, for columns of the reference that current lacks, the one that reads the same there.

    By letters and digits alone. Where several read the same, nobody knows which is meant.
    """
    first, second = (
        _by_letters(name for name in table.columns if name not in other.columns)
        for table, other in ((reference, current), (current, reference))
    )
    return {
        names[0]: second[letters][0]
        for letters, names in first.items()
        if letters and len(names) == len(second.get(letters, ())) == 1
    }


def _by_letters(names: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in names:
        letters = "".join(character for character in name.casefold() if character.isalnum())
        found.setdefault(letters, []).append(name)
    return found


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


def _read(
    table: Table, profiles: Mapping[str, Profile], readings: Mapping[str, str]
) -> tuple[Table, Mapping[str, Profile]]:
    """Return one table with its texts read as numbers, and its times of day as such."""
    written = [n for n, how in readings.items() if how == "number" and table.columns[n] == "text"]
    clocks = [n for n, how in readings.items() if how == "clock" and profiles[n].finite]
    if not written and not clocks:
        return table, profiles
    view = table.with_numbers(written) if written else table
    view = view.with_times({name: (name, "clock") for name in clocks}) if clocks else view
    return view, {**profiles, **view.profiles([*written, *clocks])}


def _agreed(
    name: str,
    held: Sequence[str],
    sides: Sequence[tuple[Table, Profile]],
    choice: str | None,
) -> str | None:
    """Return the one way to read both sides, or None where there is none."""
    found = set(held) - {"nothing"}
    if choice is not None:
        return _as_chosen(name, found, choice, all(t.columns[name] == "text" for t, _ in sides))
    if found <= {"boolean", "number", "text"} and found != {"number"}:
        written = [_few_labels(name, table, profile) for table, profile in sides]
        both = set().union(*written)
        alike = len(found) == 1 and (found == {"boolean"} or are_boolean_words(both))
        if both and not alike and all(map(are_boolean_words, written)):
            return "boolean"  # true here, yes or 1 there
    if len(found) <= 1:
        return found.pop() if found else "text"
    return None


def _as_chosen(name: str, found: set[str], choice: str, is_text: bool) -> str:
    """Return how a column of a kind set by hand is read."""
    numbers = choice in ("number", "discrete number")
    fitting = {"number", "text"} if numbers else {"number", "text", "boolean"}
    if choice == "date":
        fitting = {"text", "clock"} if "clock" in found else {"text", "time"}
    elif is_text:  # that looks like a date may be anything
        fitting |= set() if numbers else {"time", "clock"}
    wrong = found - fitting
    if wrong and choice != "identifier":
        held = " and ".join(SPOKEN[one] for one in sorted(wrong))
        raise ValueError(
            f"column {name!r} holds {held} and cannot be a {choice}: "
            "leave it out, by the kind identifier, or change the data"
        )
    if choice == "date":
        return "clock" if "clock" in found else "time"
    return "number" if numbers else "text"  # any value can be compared as it is written


def _few_labels(name: str, table: Table, profile: Profile) -> set[str]:
    """Return the values of a column as written, or one that is no word where they are many."""
    if profile.missing == profile.rows:
        return set()
    if profile.about_distinct > FEWEST_FOR_MANY:
        return {"…"}
    return {as_text(value) for value in table.value_counts(name)}
