"""A sample of rows: the same ones from every engine, each row as likely, at most once."""

import duckdb
import numpy as np
import polars as pl
import pytest

from kullback.tables import TableError, open_table
from kullback.tables.narwhals_table import open_frame

ROWS = 3_000
NAMES = ["place", "gaps", "word", "flag", "written"]


@pytest.fixture(scope="module")
def table():
    generator = np.random.default_rng(7)
    return pl.DataFrame(
        {
            "place": np.arange(ROWS, dtype=float),
            "gaps": [
                None if k % 7 == 0 else float(x) for k, x in enumerate(generator.random(ROWS))
            ],
            "word": [None if k % 5 == 0 else f"w{k % 11}" for k in range(ROWS)],
            "flag": [None if k % 3 == 0 else k % 2 == 0 for k in range(ROWS)],
            "written": ["n/a" if k % 50 == 0 else f"{k}.5" for k in range(ROWS)],
        }
    )


def in_file(table, folder):
    table.write_parquet(folder / "t.parquet", row_group_size=200)
    return str(folder / "t.parquet")


HELD = {
    "Polars": lambda table, folder: table,
    "Polars lazy": lambda table, folder: table.lazy(),
    "pandas": lambda table, folder: table.to_pandas(),
    "pandas over Arrow": lambda table, folder: table.to_pandas(use_pyarrow_extension_array=True),
    "PyArrow": lambda table, folder: table.to_arrow(),
    "Parquet": in_file,
}


def drawn(source, *, rows=100, seed=3):
    with open_table(source) as opened:
        return opened.with_numbers(["written"]).sample(NAMES, rows, seed)


def plain(sample):
    return {name: [None if x != x else x for x in array] for name, array in sample.items()}


@pytest.mark.parametrize("hold", HELD.values(), ids=HELD)
def test_the_same_rows_as_they_stand_from_every_engine(hold, table, tmp_path):
    found = drawn(hold(table, tmp_path))
    places = found["place"].astype(int)
    assert len(places) == 100
    assert (np.diff(places) > 0).all()
    expected = table[places.tolist()]
    assert plain(found)["gaps"] == expected["gaps"].to_list()
    assert plain(found)["word"] == expected["word"].to_list()
    assert plain(found)["flag"] == expected["flag"].to_list()
    assert plain(found)["written"] == [
        None if text == "n/a" else float(text) for text in expected["written"]
    ]
    assert found["gaps"].dtype == np.float64
    assert plain(found) == plain(drawn(table))


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_the_same_rows_for_any_number_of_threads(threads, table, tmp_path):
    connection = duckdb.connect(config={"threads": threads})
    relation = connection.sql(f"select * from '{in_file(table, tmp_path)}'")
    assert plain(drawn(relation)) == plain(drawn(table))


@pytest.mark.parametrize("seed", [0, 4])
def test_another_seed_draws_other_rows(seed, table):
    assert (drawn(table, seed=seed)["place"] == drawn(table, seed=seed)["place"]).all()
    assert (drawn(table, seed=seed)["place"] != drawn(table)["place"]).any()


@pytest.mark.parametrize("rows", [ROWS, ROWS + 1])
def test_all_rows_where_they_are_few_enough(rows, table):
    assert drawn(table, rows=rows)["place"].tolist() == list(range(ROWS))


def test_every_row_is_as_likely(table):
    times = np.zeros(ROWS)
    for seed in range(300):
        times[drawn(table, rows=300, seed=seed)["place"].astype(int)] += 1
    assert times.mean() == 30
    # Binomial: 300 draws at a chance of a tenth.
    assert times.var() == pytest.approx(27, rel=0.15)
    assert times[: ROWS // 2].sum() == pytest.approx(times.sum() / 2, rel=0.02)


@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # by Narwhals 2.15
def test_an_engine_without_an_order_numbers_rows_by_what_they_hold(table):
    shuffled = table.sample(fraction=1.0, shuffle=True, seed=1)  # noqa: F841
    lazy = open_frame(duckdb.sql("select * from shuffled"), "lazy")
    found = lazy.sample(["place", "word"], 100, 3)
    expected = table[found["place"].astype(int).tolist()]
    assert plain(found)["word"] == expected["word"].to_list()
    assert sorted(found["place"]) == sorted(drawn(table)["place"])


def test_dates_cannot_be_drawn(tmp_path):
    relation = duckdb.sql("select date '2026-01-01' as day")
    for source in (relation, relation.pl()):
        with pytest.raises(TableError, match="day"):
            open_table(source).sample(["day"], 5, 0)
