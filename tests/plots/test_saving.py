"""A picture becomes a whole file of the format asked for, or one sentence and no file."""

import sys
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from kullback import plots

MAGIC = {
    ".svg": b"<svg ",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".pdf": b"%PDF-",
    ".html": b"<!DOCTYPE html>",
}


@pytest.fixture(scope="module")
def chart():
    return plots.divergence_terms(
        [0.5, 0.5], [0.25, 0.75], labels=["</script><script>alert(1)</script>", "<b onload='x'>"]
    )


@pytest.mark.parametrize("ending", MAGIC)
def test_every_format_is_written(chart, tmp_path, ending):
    path = tmp_path / f"picture{ending.upper()}"
    plots.save(chart, path)
    written = path.read_bytes()
    assert written.startswith(MAGIC[ending])
    assert len(written) > 5_000
    assert list(tmp_path.iterdir()) == [path]


def test_a_saved_page_runs_and_loads_nothing(chart, tmp_path):
    plots.save(chart, tmp_path / "picture.html")
    text = (tmp_path / "picture.html").read_text("utf-8")
    seen = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.append(tag)
            assert not {"src", "href", "onload"} & dict(attrs).keys()

    Reader().feed(text)
    assert "svg" in seen
    assert not {"script", "b", "img", "link"} & set(seen)


def test_the_title_of_a_saved_page_is_text(compared, tmp_path):
    ill = replace(compared.columns[0], name="</title><script>alert(1)</script>")
    plots.save(ill.plot(), tmp_path / "picture.html")
    text = (tmp_path / "picture.html").read_text("utf-8")
    assert "<script" not in text
    assert text.count("</title>") == text.count("<title>") == 1


def test_names_of_a_pair_and_of_its_levels_are_text(turned, tmp_path):
    ill = "</title><script>alert(1)</script>"
    levels = (("<b onload='x'>", "\x1b]0;title\x07"), ("", ill))
    plots.save(replace(turned, columns=(ill, ill), levels=levels).plot(), tmp_path / "picture.html")
    text = (tmp_path / "picture.html").read_text("utf-8")
    assert "<script" not in text
    assert "<b " not in text
    assert "\x1b" not in text
    assert text.count("</title>") == text.count("<title>") == 1


@pytest.mark.parametrize("path", ["picture.bmp", "picture", "picture.svg.gz"])
def test_an_unknown_ending_is_refused(chart, tmp_path, path):
    with pytest.raises(ValueError, match=r"saved as \.svg, \.png, \.pdf, \.html"):
        plots.save(chart, tmp_path / path)


def test_without_vl_convert_the_extra_is_named(chart, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(ImportError, match=r"needs vl_convert: pip install 'kullback\[app\]'"):
        plots.save(chart, tmp_path / "picture.svg")
    assert list(tmp_path.iterdir()) == []


def test_without_altair_the_extra_is_named(compared, monkeypatch):
    for name in [name for name in sys.modules if name.startswith("kullback.plots")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(ImportError, match=r"needs altair: pip install 'kullback\[app\]'"):
        compared.plot()
