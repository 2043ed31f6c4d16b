"""A comparison to draw, and how to read a chart's specification."""

import pytest

import kullback as kb

pa = pytest.importorskip("pyarrow")
pytest.importorskip("altair")


@pytest.fixture(scope="session")
def compared():
    """Return 300 against 300 rows: one column that changed, one that did not, one of numbers."""
    reference = pa.table(
        {
            "colour": ["red"] * 200 + ["green"] * 90 + ["blue"] * 10,
            "size": [k % 50 + 0.5 for k in range(300)],
            "same": ["x", "y", "z"] * 100,
        }
    )
    current = pa.table(
        {
            "colour": ["red"] * 100 + ["green"] * 100 + ["blue"] * 100,
            "size": [k % 50 + (3.5 if k % 3 else 0.5) for k in range(300)],
            "same": ["y", "z", "x"] * 100,
        }
    )
    return kb.compare(reference, current)


@pytest.fixture(scope="session")
def turned():
    """Return a pair that hangs together in one table, and the other way about in the other."""
    first = ["a", "b"] * 150
    second = [x if k % 5 else "b" for k, x in enumerate(first)]
    turned = [{"a": "b", "b": "a"}[x] if k % 9 else "a" for k, x in enumerate(second)]
    [found] = kb.compare(
        *(pa.table({"x": first, "y": y}) for y in (second, turned)), joint=False
    ).pairs
    return found
