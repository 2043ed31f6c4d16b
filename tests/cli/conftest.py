"""A terminal of no particular width, whoever runs the tests; and the command line in one call."""

import io
from contextlib import redirect_stderr, redirect_stdout
from typing import NamedTuple

import pytest

from kullback.cli import run


class Finished(NamedTuple):
    """What a run of the command line left behind."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def kullback():
    """Run the command line in this process, as its entry point does."""

    def command(*arguments):
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as stopped:
            run([str(argument) for argument in arguments])
        return Finished(stopped.value.code, out.getvalue(), err.getvalue())

    return command


@pytest.fixture(autouse=True, scope="session")
def no_width_from_outside():
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COLUMNS", raising=False)
        yield
