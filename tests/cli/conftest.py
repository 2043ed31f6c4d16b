"""A terminal of no particular width, whoever runs the tests."""

import pytest


@pytest.fixture(autouse=True, scope="session")
def no_width_from_outside():
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COLUMNS", raising=False)
        yield
