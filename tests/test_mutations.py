"""The script that breaks the code on purpose still fits the code, and works."""

import pytest

from mutations import LAWS, MUTATIONS, SOURCE, applied, noticed
from test_laws import LAWS as KNOWN_LAWS


def test_every_law_has_a_mutation():
    assert {mutation.breaks for mutation in LAWS} == set(KNOWN_LAWS)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.breaks)
def test_every_mutation_still_applies(mutation):
    text = (SOURCE / mutation.file).read_text("utf-8")
    assert applied(mutation, text) != text


def test_a_mutation_is_caught():
    found, _ = noticed(next(m for m in MUTATIONS if m.breaks == "labels above n"))
    assert "test_labels_that_are_none" in found
