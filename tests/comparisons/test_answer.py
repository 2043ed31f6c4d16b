"""The first sentence speaks of columns, pairs and the whole table, and of no more than is known."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

import kullback as kb


def table(seed, correlation, shift=0.0, rows=1500):
    generator = np.random.default_rng(seed)
    x, y, z = generator.normal(size=(3, rows))
    y = correlation * x + np.sqrt(1 - correlation**2) * y
    return pl.DataFrame({"x": x, "y": y, "z": z + shift})


@pytest.fixture(scope="module")
def all_changed():
    return kb.compare(table(1, 0.7), table(2, -0.7, shift=0.8))


@pytest.fixture(scope="module")
def none_changed():
    return kb.compare(table(1, 0.7), table(2, 0.7))


def first_sentence(found):
    return found.summary.partition(". ")[0] if ". " in found.summary else found.summary


def test_all_three_are_in_the_first_sentence(all_changed):
    column, pair = all_changed.columns[0], all_changed.pairs[0]
    assert (column.name, pair.columns) == ("z", ("x", "y"))
    assert all_changed.table.at_least > column.jensen_shannon_divergence.value
    sizes = column.jensen_shannon_divergence.value, pair.jensen_shannon_divergence
    assert all_changed.summary.startswith(
        f"Largest change: z (large, {sizes[0]:.3g} bits); of dependence, x and y "
        f"({pair.verdict}, {sizes[1]:.3g} bits); of all columns together, by at least "
        f"{all_changed.table.at_least:.2g} bits. 3 columns compared: 1 large, 2 no change seen."
    )


def test_nothing_is_said_of_all_together_that_a_column_says_already(all_changed):
    size = all_changed.columns[0].jensen_shannon_divergence.value
    for at_least, told in ((size, False), (size + 0.01, True)):
        found = replace(all_changed, table=replace(all_changed.table, at_least=at_least))
        assert ("of all columns together" in found.summary) == told
    chance = replace(all_changed, table=replace(all_changed.table, alarm=False))
    assert "of all columns together" not in chance.summary


def test_where_no_column_changed_pairs_and_all_together_are_the_answer(all_changed):
    quiet = tuple(replace(column, alarm=False) for column in all_changed.columns)
    found = replace(all_changed, columns=quiet)
    assert first_sentence(found).startswith(
        "No column changed by itself, but how columns depend did, most x and y ("
    )
    assert "; all columns together, by at least 0." in first_sentence(found) + "."
    alone = replace(found, pairs=())
    assert first_sentence(alone).startswith(
        "No column changed by itself, nor how any two depend, but all columns together did, by at "
        "least 0."
    )
    unseen = replace(alone, pairs_compared=0)
    assert unseen.summary.startswith(
        "No column changed by itself, but all columns together did, by at least 0."
    )


def test_what_was_looked_at_is_said_where_nothing_changed(none_changed):
    ways = {
        (3, none_changed.table): ", alone, in pairs or together",
        (0, none_changed.table): ", alone or together",
        (3, None): ", alone or in pairs",
        (0, None): "",
    }
    for (pairs, whole), words in ways.items():
        found = replace(none_changed, pairs_compared=pairs, table=whole)
        assert found.summary == f"No change seen in 3 columns compared{words}."


def test_columns_that_look_swapped_come_first(all_changed):
    found = replace(all_changed, swapped=("x", "z"))
    assert found.summary.startswith("x and z look swapped; largest change: z (large, ")
