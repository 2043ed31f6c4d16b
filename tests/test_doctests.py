"""Every example in the documentation runs, against the installed package."""

import doctest
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import kullback
from kullback.cli import run

MODULES = [
    name
    for _, name, _ in pkgutil.walk_packages(kullback.__path__, "kullback.")
    if not name.endswith("__main__")
]
# The faces for libraries that need not be installed, each called as the library is.
FACES = ("kullback.losses.jax", "kullback.losses.torch")
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
README = Path(__file__).parents[1] / "README.md"


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_a_module(name):
    if name in FACES:
        pytest.importorskip(name.rpartition(".")[2])
    assert doctest.testmod(importlib.import_module(name), optionflags=OPTIONS).failed == 0


def test_the_readme_shows_what_the_command_prints(capsys, monkeypatch):
    monkeypatch.chdir(README.parent)
    monkeypatch.delenv("COLUMNS", raising=False)
    with pytest.raises(SystemExit):
        run(["compare", "examples/reference.csv", "examples/current.csv"])
    printed = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    shown = README.read_text("utf-8").partition("```text\n")[2].partition("```")[0]
    assert shown.splitlines() == printed


def test_examples_of_the_readme():
    found = doctest.testfile(str(README), module_relative=False, optionflags=OPTIONS)
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize(
    "name", [n for n in kullback.__all__ if inspect.isfunction(getattr(kullback, n))]
)
def test_every_public_function_has_an_example(name):
    assert doctest.DocTestFinder().find(getattr(kullback, name), name)[0].examples
