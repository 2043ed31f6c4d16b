"""Every face of every result in the table exists; a missing package is named with its extra."""

from importlib import import_module

import pytest

import kullback.comparisons
from kullback._faces import FACES, of_the_extra


@pytest.mark.parametrize(("kind", "name"), FACES)
def test_every_face_exists(kind, name):
    room, _, function = FACES[kind, name].partition(":")
    assert callable(getattr(import_module(room), function))
    assert callable(getattr(getattr(kullback.comparisons, kind), name))


def test_a_missing_package_is_named():
    words = r"^a page needs nowhere: pip install 'kullback\[app\]'$"
    with pytest.raises(ImportError, match=words), of_the_extra("a page"):
        import_module("nowhere")
