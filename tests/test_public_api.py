"""What importing kullback gives, and what it costs."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import kullback as kb
from kullback._quantity import QUANTITIES

ROOT = Path(__file__).parents[1]

HEAVY = [
    "numba",
    "torch",
    "jax",
    "scipy",
    "altair",
    "duckdb",
    "narwhals",
    "sklearn",
    "pandas",
    "rich",
]


def fresh(code):
    """Run code in a fresh interpreter and return what it prints as JSON."""
    found = subprocess.run(
        [sys.executable, "-c", f"import json\n{code}"], capture_output=True, text=True, check=True
    )
    return json.loads(found.stdout)


def test_every_public_name_exists_and_is_documented():
    for name in kb.__all__:
        value = getattr(kb, name)
        assert name == "__version__" or value.__doc__
        assert name in dir(kb)


@pytest.mark.parametrize("name", QUANTITIES)
def test_every_quantity_is_public(name):
    assert name in kb.__all__, f"{name} is not in kullback.__all__"
    assert getattr(kb, name) is QUANTITIES[name].evaluate


def test_every_file_of_quantities_is_a_quantity():
    files = Path(kb.__file__).parent.joinpath("quantities").glob("[a-z]*.py")
    for name in sorted(file.stem for file in files):
        assert name in QUANTITIES, f"no quantity is called {name}"


def test_unknown_names_are_attribute_errors():
    with pytest.raises(AttributeError, match="no attribute 'entropie'"):
        kb.entropie  # noqa: B018


def test_importing_loads_nothing_heavy():
    code = f"import sys, kullback; print(json.dumps([m for m in {HEAVY} if m in sys.modules]))"
    assert fresh(code) == []


def test_exact_verbs_need_nothing_heavy():
    code = (
        "import sys, kullback as kb; kb.kl_divergence([0.5, 0.5], [0.3, 0.7]);"
        f"print(json.dumps([m for m in {HEAVY} if m in sys.modules]))"
    )
    assert fresh(code) == []


def test_importing_costs_little_beyond_numpy():
    """A share of what NumPy itself costs, in the same process; the promise is 30 ms beyond it."""
    code = (
        "import time; a = time.perf_counter(); import numpy; b = time.perf_counter();"
        "import kullback; c = time.perf_counter(); print(json.dumps((b - a, c - b)))"
    )
    # What else the machine does comes on top, of both or of one: the least of each counts as well.
    runs = [fresh(code) for _ in range(7)]
    least = min(times for times, _ in runs), min(times for _, times in runs)
    assert min(beyond / of_numpy for of_numpy, beyond in [*runs, least]) < 0.4


def test_the_readme_and_the_guide_for_contributors_name_what_exists():
    names = (ROOT / "README.md").read_text("utf-8").partition("All verbs so far:")[2]
    assert set(re.findall(r"`(\w+)`", names.partition("\n\n")[0])) == set(QUANTITIES)
    rooms = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for path in Path(kb.__file__).parent.iterdir():
        if path.suffix == ".py" and path.stem.strip("_") not in ("init", "main"):
            assert f"| `{path.name}` |" in rooms
        elif path.is_dir() and path.name != "__pycache__":
            assert f"| `{path.name}/` |" in rooms
