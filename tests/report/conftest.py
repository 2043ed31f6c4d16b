"""The page of the flights that come with the library, and of tables that mean ill."""

from dataclasses import replace
from pathlib import Path

import pytest

import kullback as kb
from hostile_names import HOSTILE, table
from hostile_names import entangled as entangled_table

pa = pytest.importorskip("pyarrow")
pl = pytest.importorskip("polars")
pytest.importorskip("altair")

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="session")
def flights():
    tables = (pl.read_csv(EXAMPLES / f"{name}.csv") for name in ("reference", "current"))
    return kb.compare(*tables)


@pytest.fixture(scope="session")
def flights_page(flights, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "flights.html"
    flights.to_html(path)
    return path


@pytest.fixture(scope="session")
def hostile():
    return kb.compare(*(pa.table(table(share)) for share in (0.3, 0.8)))


@pytest.fixture(scope="session")
def hostile_page(hostile, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "hostile.html"
    hostile.to_html(path)
    return path


@pytest.fixture(scope="session")
def entangled():
    """Names and values that mean ill and change how they depend; two of them said to be swapped."""
    found = kb.compare(*(pa.table(entangled_table(turned)) for turned in (False, True)))
    return replace(found, swapped=(HOSTILE[0], HOSTILE[2]))


@pytest.fixture(scope="session")
def entangled_page(entangled, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "entangled.html"
    entangled.to_html(path)
    return path
