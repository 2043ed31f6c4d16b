"""The page of the flights that come with the library, and of tables that mean ill."""

from pathlib import Path

import pytest

import kullback as kb
from hostile_names import table

pa = pytest.importorskip("pyarrow")
pytest.importorskip("altair")

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="session")
def flights():
    return kb.compare(EXAMPLES / "reference.csv", EXAMPLES / "current.csv")


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
