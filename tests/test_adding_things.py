"""The guide to adding things tells the truth: what it shows works, what it quotes is said."""

import inspect
import re
from pathlib import Path

import numpy as np
import pytest

from kullback._arrays import jax_arrays, numpy_arrays, torch_tensors
from kullback._arrays.libraries import SPEAKERS
from kullback._quantity import QUANTITIES
from references import EXACT
from rows import ROWS
from signatures import keywords
from test_contract import complaints
from ways import REQUIRED

TESTS = Path(__file__).parent
GUIDE = (TESTS.parent / "docs" / "adding_things.md").read_text("utf-8")


@pytest.fixture
def shown():
    """The quantity that the guide shows, registered for one test only."""
    code = GUIDE.partition("```python\n")[2].partition("```")[0]
    before = dict(QUANTITIES)
    exec(compile(code, "adding_things.md", "exec"), {})
    (name,) = QUANTITIES.keys() - before.keys()
    yield QUANTITIES[name]
    del QUANTITIES[name]


def test_the_quantity_that_the_guide_shows_works(shown):
    p, q = np.array([0.5, 0.5, 0.0]), np.array([0.0, 0.5, 0.5])
    assert shown.evaluate(p, q, unit="bits") == pytest.approx(1, rel=1e-15)
    for law in shown.laws:
        assert law.holds(shown.evaluate, p, q)


def test_the_guide_quotes_what_the_suite_says_of_it(shown):
    said = GUIDE.partition("```text\n")[2].partition("```")[0].splitlines()
    assert said[0] == f"test_quantity_is_complete[{shown.name}]"
    assert [line.strip() for line in said[1:]] == list(complaints(shown, ROWS))


def test_every_test_that_the_guide_names_exists():
    defined = "\n".join(path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)(?:\[|`)", GUIDE))
    assert len(named) > 10
    assert {name for name in named if f"def {name}(" not in defined} == set()
    for file in set(re.findall(r"`(\w+\.py)`|`tests/(\w+\.py)`", GUIDE)):
        assert any(TESTS.parent.rglob("".join(file)))


@pytest.mark.parametrize("name", QUANTITIES)
def test_every_quantity_has_an_exact_value(name):
    assert name in EXACT, f"{name} has no exact value in references.py"


@pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=lambda q: q.name)
def test_every_quantity_can_be_called_with_arrays_alone(quantity):
    parameters = keywords(quantity.evaluate)
    required = {name for name, default in parameters.items() if default is inspect.Parameter.empty}
    for known in REQUIRED.get(quantity.name, [{}]):
        missing = ", ".join(required - known.keys())
        assert not missing, f"{quantity.name} needs values for {missing} in ways.py"


def test_every_speaker_answers_the_same_questions():
    questions = {
        name for name, value in vars(numpy_arrays).items() if getattr(value, "__doc__", None)
        and getattr(value, "__module__", "") == numpy_arrays.__name__
    }  # fmt: skip
    assert "anywhere" in questions
    for speaker in {*SPEAKERS.values(), torch_tensors, jax_arrays}:
        assert {name for name in questions if not hasattr(speaker, name)} == set()
