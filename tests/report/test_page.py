"""The page of a comparison: it answers first, holds what the comparison holds, and is inert."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from hostile_names import HOSTILE
from kullback._figures import figure, percent, short_name, span
from kullback.comparisons import LeftOut
from kullback.report import elements
from kullback.report.comparison import MOST_OUTCOMES, MOST_PICTURES
from kullback.report.comparison_pairs import MOST_PICTURES as MOST_PAIRS

PAGES = ["flights_page", "hostile_page", "entangled_page"]
VOID = {"meta", "link", "img", "br", "hr", "input"}


class Reader(HTMLParser):
    """What a page consists of: its tags with their attributes, and the text of each kind of tag."""

    def __init__(self):
        super().__init__()
        self.tags, self.texts, self._open = [], {}, []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag, "every tag is closed in its turn"

    def handle_data(self, data):
        for tag in self._open:
            self.texts.setdefault(tag, []).append(data)


def read(path):
    reader = Reader()
    text = path.read_text("utf-8")
    reader.feed(text)
    reader.close()
    assert not reader._open
    return reader, text


def result_in(text):
    after = text.partition('<script type="application/json" id="result">')[2]
    return json.loads(after.partition("</script>")[0])


def test_the_first_words_are_the_answer(flights, flights_page):
    reader, text = read(flights_page)
    assert text.startswith("<!DOCTYPE html>\n<html")
    body = text.partition("<body>")[2]
    assert re.sub("<[^>]*>", "", body).startswith(flights.summary)
    assert "".join(reader.texts["h1"]) == flights.summary


def test_answer_table_pictures_method_come_in_this_order(flights_page):
    headings = re.findall("<h2>(.*?)</h2>", flights_page.read_text("utf-8"))
    assert headings == [
        "Every column, what changed most first",
        "How much, and how surely",
        "How columns depend on each other",
        "All columns together",
        "Where it changed",
        "Where dependence changed",
        "How it was computed",
    ]


def test_every_column_has_a_row_in_order(flights, flights_page):
    text = flights_page.read_text("utf-8").partition("<h2>How much")[0]
    assert re.findall('<th scope="row">(.*?)</th>', text) == [c.name for c in flights.columns]
    assert "JS, bits" in text
    assert "most of it (reference → current)" in text


def test_columns_that_changed_have_pictures_and_all_figures(flights, flights_page):
    reader, text = read(flights_page)
    changed = [column.name for column in flights.columns if column.alarm][:MOST_PICTURES]
    pairs = [" and ".join(pair.columns) for pair in flights.pairs][:MOST_PAIRS]
    assert re.findall("<h3>(.*?)</h3>", text) == changed + pairs
    assert [tag for tag, _ in reader.tags].count("svg") == 1 + len(changed) + len(pairs)
    assert "D(reference ‖ current)" in text
    assert all(attrs["aria-label"] for tag, attrs in reader.tags if tag == "svg")


def test_how_it_was_computed_names_versions_and_assumptions(flights, flights_page):
    text = flights_page.read_text("utf-8").partition("<h2>How it was computed</h2>")[2]
    for words in ("rows are taken as independent", "Benjamini", "95 % of cases", "seed 0"):
        assert words in text
    for name in ("kullback", "Python", "numpy", "duckdb", "altair", "vl-convert-python"):
        assert re.search(rf"\b{name} \d+\.", text)


def test_the_result_is_in_the_page(flights, flights_page):
    found = result_in(flights_page.read_text("utf-8"))
    whole = json.loads(json.dumps(flights.to_dict()))
    assert found["schema"] == whole["schema"]
    for kept, column in zip(found["columns"], whole["columns"], strict=True):
        assert kept == column | {"outcomes": kept["outcomes"]}
        assert [o for o in column["outcomes"] if o in kept["outcomes"]] == kept["outcomes"]
        assert len(kept["outcomes"]) == min(len(column["outcomes"]), MOST_OUTCOMES)
    assert found["excerpt"] == {"columns": 13, "of": 13, "columns_with_leading_outcomes_only": 1}


def test_a_page_is_small_and_for_print_and_dark_screens(flights_page):
    text = flights_page.read_text("utf-8")
    assert len(text.encode()) < 1_000_000
    assert "@media print" in text
    assert "prefers-color-scheme: dark" in text


@pytest.mark.parametrize("page", PAGES)
def test_the_style_sheet_knows_every_colour_of_the_pictures(page, request):
    text = request.getfixturevalue(page).read_text("utf-8")
    rules = text.partition("<style>")[2].partition("</style>")[0]
    for use in set(re.findall('(?:fill|stroke)="#[0-9a-f]{6}"', text.partition("</style>")[2])):
        assert f"svg [{use}]" in rules


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_loaded_and_nothing_runs(page, request):
    reader, text = read(request.getfixturevalue(page))
    tags = {tag for tag, _ in reader.tags}
    assert not tags & {"img", "link", "iframe", "object", "embed", "audio", "video", "a", "form"}
    for tag, attributes in reader.tags:
        assert not [name for name in attributes if name.startswith("on")]
        assert not {"src", "href", "xlink:href", "srcset", "style"} & attributes.keys()
        if tag == "script":
            assert attributes == {"type": "application/json", "id": "result"}
    assert "@import" not in text
    assert "url(" not in text.partition("</style>")[0]
    policy = next(a for t, a in reader.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy["content"].startswith("default-src 'none'")


def test_ill_meant_names_are_text_and_the_result_keeps_them(hostile, hostile_page):
    reader, text = read(hostile_page)
    assert [tag for tag, _ in reader.tags].count("script") == 1
    shown = "".join(reader.texts["main"])
    assert "<img src=x onerror=alert(1)>" in shown
    assert "</script><script>document.title='hacked'</script>" in shown
    assert "\\x00\\x07\\x1b[31m\\x7f\\x85" in shown
    assert {c["name"] for c in result_in(text)["columns"]} == set(HOSTILE)
    assert {c.name for c in hostile.columns} == set(HOSTILE)


@pytest.mark.parametrize("page", ["hostile_page", "entangled_page"])
def test_no_character_is_in_the_page_that_html_forbids(page, request):
    forbidden = "[\x00-\x09\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\u202a-\u202e]"
    assert not re.search(forbidden, request.getfixturevalue(page).read_text("utf-8"))


def test_ill_meant_names_of_pairs_and_levels_are_text(entangled, entangled_page):
    reader, text = read(entangled_page)
    assert [tag for tag, _ in reader.tags].count("script") == 1
    shown = "".join(reader.texts["main"])
    first, second = (text_of_a_name(name) for name in entangled.swapped)
    assert f"{first} and {second} look swapped: if each is read as the other in current" in shown
    for pair in entangled.pairs[:MOST_PAIRS]:
        names = " and ".join(map(text_of_a_name, pair.columns))
        assert f"Where most rows moved, {names}" in shown
        for level in (*pair.levels[0], *pair.levels[1]):
            assert text_of_a_name(level)[:15] in shown
    kept = {name for pair in result_in(text)["pairs"] for name in pair["columns"]}
    assert kept == {name for pair in entangled.pairs for name in pair.columns}


def test_the_page_of_pairs_says_sizes_and_shares(flights, flights_page):
    text = flights_page.read_text("utf-8").partition("<h2>How columns depend")[2]
    rows = text.partition("</table>")[0]
    names = [" and ".join(pair.columns) for pair in flights.pairs]
    assert re.findall('<th scope="row">(.*?)</th>', rows) == names
    first = flights.pairs[0]
    assert figure(first.jensen_shannon_divergence) in rows
    cell = first.leading(1)[0]
    shares = map(percent, (cell.reference_share, cell.current_share, cell.expected_share))
    assert "{}: {} → {}, not {}".format(" with ".join(cell.levels), *shares) in rows


def test_the_page_says_how_far_apart_the_tables_are_at_least(flights, flights_page):
    text = flights_page.read_text("utf-8").partition("<h2>All columns together")[2]
    text = text.partition("<h2>")[0]
    assert flights.table.summary in text
    assert "4,000 and 4,000 rows of the tables in 13 columns" in text
    bound = flights.table.jensen_shannon_divergence
    assert re.findall('<td class="number">(.*?)</td>', text)[:2] == [
        figure(bound.value), span(bound.low, bound.high),
    ]  # fmt: skip
    assert f"by {flights.table.best_column.name} alone" in text


def test_columns_that_were_not_looked_at_together_are_named(flights, tmp_path):
    left_out = (LeftOut(HOSTILE[0], "date", "a date tells two periods apart"),)
    table = replace(flights.table, left_out=left_out)
    replace(flights, table=table, pairs=()).to_html(tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text("utf-8")
    assert "Columns that were not looked at together with the others: 1<" in text
    assert '<th scope="row">&lt;/script&gt;' in text
    assert "No change seen in 78 pairs of columns." in text
    assert "Where dependence changed" not in text


def test_what_was_not_looked_at_has_no_section(flights, tmp_path):
    some = replace(flights, pairs=(), pairs_compared=0, table=None)
    some.to_html(tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text("utf-8")
    assert "How columns depend" not in text
    assert "All columns together" not in text


def text_of_a_name(name):
    return short_name(name, 60)


@pytest.mark.browser
@pytest.mark.parametrize("page", PAGES)
def test_an_html_parser_finds_no_error(page, request):
    html5lib = pytest.importorskip("html5lib")
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(request.getfixturevalue(page).read_text("utf-8"))


def test_half_a_pair_of_surrogates_is_spelled_out():
    tree = elements.element("p", "\ud800", title="\ud800")
    assert elements.text_of(tree) == '<p title="\\ud800">\\ud800</p>'
    assert "\\ud800" in elements.text_of(elements.data({"name": "\ud800</script>"}, "x"))


def test_wide_tables_and_long_names_stay_below_2_mb(flights, tmp_path):
    long = [
        replace(column, name=f"{number} " + "🦆\x00" * 5_000)
        for number, column in enumerate(flights.columns * 154)
    ]
    path = tmp_path / "wide.html"
    replace(flights, columns=tuple(long)).to_html(path)
    assert path.stat().st_size < 2_000_000
    text = path.read_text("utf-8")
    assert "1,702 columns more" in text
    assert result_in(text)["excerpt"]["of"] == 2002


def test_a_page_without_changes_says_so(flights, tmp_path):
    quiet = replace(
        flights,
        columns=tuple(
            replace(c, alarm=False, verdict="no change seen", notes=("nothing",))
            for c in flights.columns
        ),
        pairs=(),
        table=replace(flights.table, alarm=False, best_column=None),
    )
    quiet.to_html(tmp_path / "quiet.html")
    text = (tmp_path / "quiet.html").read_text("utf-8")
    assert "No change seen in 13 columns compared, alone, in pairs or together." in text
    assert "Where it changed" not in text


def test_a_page_of_nothing_compared_is_a_page(flights, tmp_path):
    left_out = (LeftOut(HOSTILE[0], "mixed", "numbers on one side, text on the other"),)
    nothing = replace(
        flights, columns=(), pairs=(), pairs_compared=0, table=None, left_out=left_out
    )
    nothing.to_html(tmp_path / "nothing.html")
    text = (tmp_path / "nothing.html").read_text("utf-8")
    assert "Nothing was compared." in text
    assert "<h2>Not compared</h2>" in text
    assert '<th scope="row">&lt;/script&gt;' in text
    assert "<svg" not in text


def test_equal_results_give_equal_pages(flights, flights_page, tmp_path):
    flights.to_html(tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == flights_page.read_bytes()


@pytest.mark.parametrize("path", ["nowhere/page.html", "."])
def test_a_path_that_cannot_be_written_leaves_nothing(flights, tmp_path, path):
    with pytest.raises(OSError, match="cannot write"):
        flights.to_html(tmp_path / path)
    assert list(tmp_path.iterdir()) == []


def test_a_notebook_shows_answer_and_table_without_the_extra(hostile, monkeypatch):
    monkeypatch.setitem(sys.modules, "altair", None)
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    shown = hostile._repr_html_()
    assert shown.startswith("<div><p><strong>Largest change: &lt;/script&gt;")
    assert shown.count("<tr>") == 1 + len(hostile.columns)
    assert "<script" not in shown
    assert "<img" not in shown


def test_a_notebook_shows_pairs_and_the_whole_table_too(entangled):
    shown = entangled._repr_html_()
    assert shown.count("<tr>") == 2 + len(entangled.columns) + len(entangled.pairs)
    assert "The two tables differ by at least" in shown
    assert "<script" not in shown
    assert "<img" not in shown


def test_a_report_without_the_extra_names_it(tmp_path):
    code = (
        "import sys; sys.modules['altair'] = None\n"
        "from kullback.cli import run\n"
        f"run(['compare', 'nowhere.csv', 'nowhere.csv', '--report', {str(tmp_path / 'x.html')!r}])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert found.returncode == 2
    assert found.stderr == "kullback: a picture needs altair: pip install 'kullback[app]'\n"
    assert list(tmp_path.iterdir()) == []
