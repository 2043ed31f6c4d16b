"""What all tests share: cases that are the same on every run, and libraries switched on."""

import pytest
from hypothesis import settings

# Random tests draw the same cases on every run: a failure is a change, not luck.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


@pytest.fixture
def library(request):
    """An array library of `libraries`, switched on as it should be for this test alone."""
    with request.param.switched_on():
        yield request.param
