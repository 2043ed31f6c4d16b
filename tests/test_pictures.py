"""The pictures of the README are those that the library draws."""

import importlib.util
import re
from pathlib import Path

import pytest

pytest.importorskip("altair")
ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"


def numbers_and_words(svg):
    """Return what a picture says: its texts and the values of its marks, wherever they stand."""
    return re.findall("<text[^>]*>([^<]*)</text>", svg), re.findall('aria-label="([^"]*)"', svg)


def test_the_pictures_are_what_is_drawn(tmp_path):
    path = ROOT / "docs" / "make_pictures.py"
    spec = importlib.util.spec_from_file_location("make_pictures", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.draw(tmp_path)
    drawn = sorted(tmp_path.iterdir())
    assert len(drawn) == 4
    for picture in drawn:
        kept = (PICTURES / picture.name).read_text("utf-8")
        assert numbers_and_words(picture.read_text("utf-8")) == numbers_and_words(kept)


def test_every_picture_of_the_readme_is_there():
    shown = re.findall(r"\((docs/pictures/[^)]*)\)", (ROOT / "README.md").read_text("utf-8"))
    assert {Path(name).name for name in shown} == {path.name for path in PICTURES.iterdir()}
