"""What is kept of references is what was computed, and is found by nobody it does not belong to."""

import json
import math

import numpy as np
import pytest
from mpmath import inf, isnan, mp, mpf, nan, sqrt, workdps

import kept_references

ASKED = []


def compute(name, given, *rows, **parameters):
    """Stand for a reference: the root of a sum, and how often it was asked for."""
    ASKED.append(name)
    with workdps(100):
        value = sqrt(mpf(float(np.sum(rows[0]))) * parameters.get("order", 1))
    return {
        "number": value,
        "array": np.array([[value, inf], [nan, mpf(0)]], dtype=object),
        "floats": [np.array([0.1, math.nan]), np.array(-math.inf)],
    }[name]


@pytest.fixture
def fresh(monkeypatch, tmp_path):
    """Return `compute` as a process would ask for it that knows nothing but the folder."""
    monkeypatch.setattr(kept_references, "FOLDER", str(tmp_path))
    ASKED.clear()

    def begun():
        monkeypatch.setattr(kept_references, "_known", {})
        return kept_references.kept(compute)

    return begun


@pytest.mark.parametrize("name", ["number", "array", "floats"])
def test_another_process_finds_the_same(fresh, name):
    first, second = (fresh()(name, "probs", [1.0, 1.0], order=3) for _ in range(2))
    assert len(ASKED) == 1
    exact = compute(name, "probs", [1.0, 1.0], order=3)
    for found in (first, second):
        if name == "floats":
            np.testing.assert_array_equal(found[0], exact[0])
            assert found[1] == exact[1]
            assert found[1].shape == ()
            continue
        for got, true in zip(np.ravel(found), np.ravel(exact), strict=True):
            assert (
                (isnan(got) and isnan(true)) or got == true or abs(got / true - 1) < mpf(10) ** -95
            )
        assert np.shape(found) == np.shape(exact)


@pytest.mark.parametrize(
    ("given", "rows", "parameters"),
    [
        ("logits", [[1.0, 1.0]], {"order": 3}),
        ("probs", [[1.0, 2.0]], {"order": 3}),
        ("probs", [[[1.0, 1.0]]], {"order": 3}),
        ("probs", [[1.0, 1.0]], {"order": 2}),
    ],
)
def test_what_differs_is_computed(fresh, given, rows, parameters):
    ask = fresh()
    ask("number", "probs", [1.0, 1.0], order=3)
    ask("number", given, *rows, **parameters)
    assert len(ASKED) == 2


def test_what_takes_a_function_is_not_kept(fresh):
    for _ in range(2):
        fresh()("floats", "probs", [1.0], generator=abs)
    assert len(ASKED) == 2


def test_a_line_that_was_cut_off_is_no_answer(fresh, tmp_path):
    fresh()("number", "probs", [2.0])
    (file,) = tmp_path.glob("*.jsonl")
    whole = file.read_text("utf-8")
    assert json.loads(whole)
    file.write_text(whole[: len(whole) // 2], "utf-8")
    with workdps(50):
        assert mp.almosteq(fresh()("number", "probs", [2.0]), sqrt(mpf(2)), 1e-45)
    assert len(ASKED) == 2
