"""From what the caller holds to tallies: one sample, two samples, labels in pairs."""

from collections.abc import Sequence
from typing import Any, Literal, get_args

import numpy as np

from kullback._arrays import Array
from kullback.estimate.samples.counts import (
    checked_table,
    counts_alone,
    counts_together,
    keyed_counts,
    refuse_different_indexes,
    refuse_too_many,
)
from kullback.estimate.samples.gaps import refuse_gaps, without_gaps
from kullback.estimate.samples.labels import Column, column
from kullback.estimate.samples.observations import groups_of
from kullback.estimate.samples.tally import Observations, Tally, tally_of, tally_of_pairs
from kullback.kernels import counting

Held = Literal["counts", "labels"]
SAMPLES = ("the first sample", "the second sample")
TRIPLE = (*SAMPLES, "the third sample")


def check_given(given: Any) -> None:
    """Refuse kinds of data that are not known."""
    if given not in get_args(Held):
        raise ValueError(f"given must be one of {', '.join(get_args(Held))}; got {given!r}")


def one_sample(
    data: Any,
    given: str,
    *,
    missing: str = "raise",
    weights: Any = None,
    groups: Any = None,
    seed: int = 0,
) -> Tally:
    """Return the tally of the outcomes that one sample showed.

    Raises
    ------
    ValueError
        There is nothing; a label is missing, and `missing` is "raise"; a count is no whole number
        from 0 on; weights or groups that do not fit.
    TypeError
        The data are of another kind than was said.
    """
    check_given(given)
    if given == "counts":
        refuse_rows_of_counts(weights, groups)
        counts = counts_alone(data, "the sample", missing)
        return Tally(counts[counts > 0], int(counts.sum()))
    labels = column(data, "the sample")
    _refuse_other_rows(data, weights, groups)
    rows = Observations.read(len(labels), weights, groups, "", seed, weights is not None)
    (labels,), kept = without_gaps([labels], ["the sample"], missing)
    return _seen(tally_of(labels, rows.at(kept))[1])


def two_samples(
    first: Any,
    second: Any,
    given: str,
    *,
    missing: str = "raise",
    weights: Any = None,
    groups: Any = None,
    seed: int = 0,
) -> tuple[Tally, Tally]:
    """Return the tallies of two samples over one list of outcomes, those of neither left out.

    Counts are aligned by key where both have keys, and by position where neither has.
    """
    check_given(given)
    weights, groups = _pair(weights, "weights"), _pair(groups, "groups")
    if given == "counts":
        refuse_rows_of_counts(*weights, *groups)
        counts = counts_together(first, second, missing)
        seen = (counts[0] > 0) | (counts[1] > 0)
        return Tally(counts[0][seen], int(counts[0].sum())), Tally(
            counts[1][seen], int(counts[1].sum())
        )
    unlike = any(x is not None for x in (*weights, *groups))
    named = []
    for place, data in enumerate((first, second)):
        labels = column(data, SAMPLES[place])
        _refuse_other_rows(data, weights[place], groups[place], f" of {SAMPLES[place]}")
        rows = Observations.read(
            len(labels), weights[place], groups[place], f" of {SAMPLES[place]}", seed, unlike
        )
        (labels,), kept = without_gaps([labels], [SAMPLES[place]], missing)
        values, tally = tally_of(labels, rows.at(kept))
        named.append((labels.named(values), tally))
    return _over_one_list(*named)


def two_samples_in_groups(
    first: Any, second: Any, groups: Any, *, missing: str = "raise"
) -> tuple[Array, Array]:
    """Return the counts of each group of two samples, of shape (groups, outcomes), over one list.

    Raises
    ------
    ValueError, TypeError
        As `two_samples`; one of the samples has no groups.
    """
    pair = _pair(groups, "groups")
    if any(each is None for each in pair):
        raise ValueError(
            "groups must be given for both samples, or for neither: groups of many observations "
            "cannot change places with single ones"
        )
    named = []
    for data, of_rows, name in zip((first, second), pair, SAMPLES, strict=True):
        labels = column(data, name)
        _refuse_other_rows(data, None, of_rows, f" of {name}")
        codes, _ = groups_of(of_rows, len(labels), f"groups of {name}")
        (labels,), kept = without_gaps([labels], [name], missing)
        rows = Observations(len(codes), None, codes, int(codes.max()) + 1).at(kept)
        values, tally = tally_of(labels, rows)
        named.append((labels.named(values), tally))
    one, two = _over_one_list(*named)
    assert one.blocks is not None and two.blocks is not None
    return one.blocks, two.blocks


def labels_in_pairs(
    *data: Any,
    missing: str = "raise",
    weights: Any = None,
    groups: Any = None,
    seed: int = 0,
) -> Tally:
    """Return the tally of rows with two labels or more: a table with an axis for each."""
    names = TRIPLE[: len(data)]
    columns = _side_by_side(data, names)
    _refuse_other_rows(data[0], weights, groups)
    rows = Observations.read(len(columns[0]), weights, groups, "", seed, weights is not None)
    columns, kept = without_gaps(columns, names, missing)
    return tally_of_pairs(columns, rows.at(kept))


def labels_in_strata(x: Any, y: Any, z: Any, *, missing: str = "raise") -> list[Array]:
    """Return the table of the first two labels of each triple, for each label of the third."""
    (x, y, z), _ = without_gaps(_side_by_side((x, y, z), TRIPLE), TRIPLE, missing)
    strata, first = counting.numbered(counting.plain(z.numbers))
    order = np.argsort(strata, kind="stable")
    edges = np.cumsum(np.bincount(strata, minlength=len(first)))[:-1]
    parts = zip(*(np.split(each.numbers[order], edges) for each in (x, y)), strict=True)
    return [counting.crossed(*part).astype(float) for part in parts]


def codes_of(labels: Any, name: str) -> Array:
    """Return labels as whole numbers from 0 on; none may be missing."""
    held = column(labels, name)
    refuse_gaps(held, name, "leave such rows out of both sides")
    codes, _ = counting.numbered(counting.plain(held.numbers))
    return codes


def table_of_counts(table: Any, *, axes: int = 2, weights: Any = None, groups: Any = None) -> Tally:
    """Return the tally of a table that was counted already."""
    refuse_rows_of_counts(weights, groups)
    counts = checked_table(table, axes)
    return Tally(counts, int(counts.sum()))


def named_sample(
    data: Any,
    given: str,
    *,
    missing: str = "raise",
    weights: Any = None,
    groups: Any = None,
    seed: int = 0,
) -> tuple[list[Any], Tally]:
    """Return the outcomes of a sample, or the positions of its counts, and their tally."""
    check_given(given)
    name = "the sample"
    if given == "counts":
        refuse_rows_of_counts(weights, groups)
        counts = counts_alone(data, name, missing)
        refuse_too_many(counts, name)
        names = list(keyed_counts(data, name, missing) or range(len(counts)))
        return names, Tally(counts, int(counts.sum()))
    labels = column(data, name)
    _refuse_other_rows(data, weights, groups)
    rows = Observations.read(len(labels), weights, groups, "", seed, weights is not None)
    (labels,), kept = without_gaps([labels], [name], missing)
    values, tally = tally_of(labels, rows.at(kept))
    return labels.named(values), tally


def _refuse_other_rows(data: Any, weights: Any, groups: Any, of: str = "") -> None:
    """Refuse weights and groups whose rows are others than those of the sample."""
    for held, name in ((weights, "weights"), (groups, "groups")):
        refuse_different_indexes(
            data, held, f"labels and {name}{of} are pandas series with different indexes"
        )


def _side_by_side(data: Sequence[Any], names: Sequence[str]) -> list[Column]:
    columns = [column(labels, name) for labels, name in zip(data, names, strict=True)]
    lengths = [len(labels) for labels in columns]
    if len(set(lengths)) > 1:
        words = "pairs" if len(lengths) == 2 else "triples"
        some = ", ".join(map(str, lengths[:-1]))
        raise ValueError(f"labels must come in {words}, got {some} and {lengths[-1]} of them")
    for other in data[1:]:
        refuse_different_indexes(data[0], other)
    return columns


def _over_one_list(
    one: tuple[list[Any], Tally], two: tuple[list[Any], Tally]
) -> tuple[Tally, Tally]:
    place: dict[Any, int] = {}
    places = [
        np.array([place.setdefault(name, len(place)) for name in names]) for names, _ in (one, two)
    ]
    first, second = (
        tally.at(at, len(place)) for at, (_, tally) in zip(places, (one, two), strict=True)
    )
    return first, second


def _seen(tally: Tally) -> Tally:
    """Return the tally without outcomes that no weight fell on."""
    some = tally.counts > 0
    return tally if some.all() else tally.only(some)


def _pair(value: Any, name: str) -> tuple[Any, Any]:
    if value is None:
        return None, None
    if not isinstance(value, tuple) or len(value) != 2:
        raise TypeError(
            f"for two samples {name} must be a tuple of two, one for each sample and None for none"
        )
    return value


def refuse_rows_of_counts(*of_rows: Any) -> None:
    """Refuse weights or groups beside counts."""
    if any(x is not None for x in of_rows):
        raise TypeError(
            "weights and groups belong to observations, which counts do not keep; "
            'pass given="labels"'
        )
