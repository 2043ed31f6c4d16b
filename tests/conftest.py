"""What all tests share: cases that are the same on every run, kernels as they stand, libraries."""

import hashlib
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

import kullback


def _folder_for_kernels():
    """Return a folder for compiled kernels that belongs to their sources.

    Numba compiles a function anew when its own file has changed, and not when that of a function
    it calls has: a test would see what was compiled before.
    """
    sources = sorted((Path(kullback.__file__).parent / "kernels" / "numba").glob("*.py"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    return Path(tempfile.gettempdir()) / f"kullback-kernels-{digest[:16]}"


# Before Numba is imported, which reads it once.
os.environ.setdefault("NUMBA_CACHE_DIR", str(_folder_for_kernels()))

# Random tests draw the same cases on every run: a failure is a change, not luck.
settings.register_profile("repeatable", derandomize=True, deadline=None)
# The other one is for a second run with older libraries, as in .ci/run.
settings.register_profile("few", settings.get_profile("repeatable"), max_examples=20)
settings.load_profile(os.environ.get("KULLBACK_RANDOM_TESTS", "repeatable"))


@pytest.fixture
def library(request):
    """An array library of `libraries`, switched on as it should be for this test alone."""
    with request.param.switched_on():
        yield request.param
