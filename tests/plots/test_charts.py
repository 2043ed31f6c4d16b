"""What is in a chart is what the verbs and the results say, and its labels say what that is."""

import json
import math

import numpy as np
import pytest

import kullback as kb
from kullback import plots
from kullback._figures import percent
from kullback.plots.pair import LEAST

P, Q = [0.5, 0.3, 0.2, 0.0], [0.25, 0.25, 0.25, 0.25]
MODELS = [[0.1, 0.2, 0.3, 0.4], [0.4, 0.3, 0.2, 0.1], [0.49, 0.3, 0.2, 0.01]]


def views(spec):
    """Yield every view of a specification, the whole first."""
    yield spec
    for key in ("layer", "hconcat", "vconcat"):
        for part in spec.get(key, ()):
            yield from views(part)


def rows_with(chart, field):
    """Return the rows of the first view that holds such a field."""
    spec = chart.to_dict()
    for view in views(spec):
        data = view.get("data", {})
        rows = data.get("values") or spec.get("datasets", {}).get(data.get("name"), [])
        if rows and field in rows[0]:
            return rows
    raise AssertionError(f"no view holds {field}")


def titles(chart):
    """Return the titles of all axes."""
    return {
        encoding.get("title")
        for view in views(chart.to_dict())
        for encoding in view.get("encoding", {}).values()
    }


def test_self_information_is_the_verbs_in_both_units():
    for unit, name in (("bits", "bits: −log₂ p"), ("nats", "nats: −ln p")):
        rows = [r for r in rows_with(plots.self_information(), "information") if r["unit"] == name]
        p = np.array([row["probability"] for row in rows])
        assert [row["information"] for row in rows] == list(kb.self_information(p, unit=unit))
        assert rows[-1]["probability"] == 1.0
        assert rows[-1]["information"] == 0.0


@pytest.mark.parametrize("unit", ["bits", "nats"])
def test_the_entropy_of_a_coin_is_the_verbs(unit):
    chart = plots.entropy_of_a_coin(unit=unit)
    rows = rows_with(chart, "entropy")
    p = np.array([row["bias"] for row in rows])
    assert [row["entropy"] for row in rows] == list(kb.binary_entropy(p, unit=unit))
    assert max(rows, key=lambda row: row["entropy"])["note"] == "fair"
    assert [rows[0]["entropy"], rows[-1]["entropy"]] == [0.0, 0.0]
    assert f"entropy, {unit}" in titles(chart)


@pytest.mark.parametrize("unit", ["bits", "nats"])
def test_the_stack_is_entropy_and_divergence_and_the_points_are_their_sum(unit):
    chart = plots.cross_entropy_decomposition(P, MODELS, unit=unit)
    parts = {(row["step"], row["part"]): row["value"] for row in rows_with(chart, "part")}
    costs = {row["step"]: row["cross_entropy"] for row in rows_with(chart, "cross_entropy")}
    assert list(costs.values()) == list(kb.cross_entropy(P, MODELS, unit=unit))
    for step, model in enumerate(MODELS):
        assert parts[step, "entropy of the data, H(p)"] == kb.entropy(P, unit=unit)
        assert parts[step, "KL divergence, D(p ‖ q)"] == kb.kl_divergence(P, model, unit=unit)
        assert sum(v for (k, _), v in parts.items() if k == step) == pytest.approx(costs[step])
    assert f"cross-entropy H(p, q), {unit}" in titles(chart)


def test_an_infinite_cost_names_its_step():
    with pytest.raises(ValueError, match="step 1 is inf"):
        plots.cross_entropy_decomposition([0.5, 0.5], [[0.5, 0.5], [1.0, 0.0]])


@pytest.mark.parametrize("unit", ["bits", "nats"])
def test_divergence_terms_are_the_verbs_in_both_directions(unit):
    chart = plots.divergence_terms(P, Q, unit=unit)
    rows = rows_with(chart, "term")
    forward, backward = rows[:4], rows[4:]
    assert [row["term"] for row in forward] == list(kb.kl_divergence_terms(P, Q, unit=unit))
    there = list(kb.kl_divergence_terms(Q, P, unit=unit))
    assert [row["term"] for row in backward] == [x if math.isfinite(x) else None for x in there]
    assert backward[3]["sign"] == "∞"
    assert backward[0]["side"] == f"D(q ‖ p) = ∞ {unit}"
    assert [row["probability"] for row in rows_with(chart, "probability")] == P + Q
    assert f"term, {unit}" in titles(chart)


@pytest.mark.parametrize("labels", [["a", "b"], ["a", "a", "b", "c"]])
def test_labels_are_as_many_names_as_outcomes(labels):
    with pytest.raises(ValueError, match="labels must be 4 different names"):
        plots.divergence_terms(P, Q, labels=labels)


def test_a_column_shows_its_shares_and_its_terms(compared):
    found = next(column for column in compared.columns if column.name == "colour")
    chart = found.plot()
    shares = {(row["outcome"], row["side"]): row["share"] for row in rows_with(chart, "share")}
    terms = {row["outcome"]: row["term"] for row in rows_with(chart, "term")}
    for outcome in found.outcomes:
        assert shares[outcome.label, "reference"] == outcome.reference_share
        assert shares[outcome.label, "current"] == outcome.current_share
        assert terms[outcome.label] == outcome.divergence
    assert "adds to JS, bits" in titles(chart)


def test_the_outcomes_shown_are_the_heaviest_in_the_columns_order(compared):
    found = next(column for column in compared.columns if column.name == "size")
    terms = rows_with(found.plot(most=5), "term")
    heaviest = {outcome.label for outcome in found.leading(5)}
    in_order = [outcome.label for outcome in found.outcomes if outcome.label in heaviest]
    assert [row["outcome"] for row in terms] == in_order
    assert f"5 of {len(found.outcomes)}" in found.plot(most=5).to_dict()["title"]["subtitle"][1]


def test_the_overview_shows_every_interval_in_the_comparisons_order(compared):
    chart = compared.plot()
    rows = rows_with(chart, "low")
    assert [row["column"] for row in rows] == [column.name for column in compared.columns]
    for row, column in zip(rows, compared.columns, strict=True):
        size = column.jensen_shannon_divergence
        assert (row["size"], row["low"], row["high"]) == (size.value, size.low, size.high)
        assert row["change"].startswith("hardly chance") == column.alarm
    assert "JS(reference, current), bits" in titles(chart)
    assert len(rows_with(compared.plot(most=2), "low")) == 2


def test_the_words_for_sizes_stand_where_they_begin(compared):
    starts = {row["words"]: row["bound"] for row in rows_with(compared.plot(), "words")}
    assert starts["small"] == 0.002
    assert starts["large"] == 0.045


def panels(chart):
    """Return for each panel of a pair its title, and what is beyond at each place."""
    spec = chart.to_dict()
    for panel in spec["hconcat"]:
        rows = [
            row
            for layer in panel["layer"]
            for row in layer["data"].get("values")
            or spec.get("datasets", {}).get(layer["data"].get("name"), [])
        ]
        yield panel["title"]["text"], {(row["down"], row["across"]): row for row in rows}


def test_a_pair_shows_both_dependences_and_what_is_beyond_an_equal_one(turned):
    fields = ("reference_beyond", "current_beyond", "change")
    for (title, places), field in zip(panels(turned.plot()), fields, strict=True):
        cells = {cell.levels: getattr(cell, field) for cell in turned.cells}
        largest = max(map(abs, cells.values()))
        for levels, share in cells.items():
            if abs(share) < LEAST * largest:
                assert levels not in places
                continue
            assert places[levels]["beyond"] == share
            assert places[levels]["sign"] == ("more rows" if share > 0 else "fewer rows")
            assert places[levels]["words"].startswith(" with ".join(levels))
        assert title in ("reference", "current", "the change")
    top = {title: places.get(("a", "a")) for title, places in panels(turned.plot())}
    signs = {title: row["sign"] for title, row in top.items()}
    assert signs == {
        "reference": "more rows", "current": "fewer rows", "the change": "fewer rows",
    }  # fmt: skip


def test_marks_of_a_pair_differ_in_shape_and_their_areas_are_shares_of_the_largest(turned):
    for panel, field in zip(turned.plot().to_dict()["hconcat"], ("beyond",) * 3, strict=True):
        more, fewer = panel["layer"]
        assert (more["mark"]["shape"], fewer["mark"]["shape"]) == ("circle", "square")
        assert more["mark"]["fill"] != fewer["mark"]["fill"]
        for layer in (more, fewer):
            assert layer["encoding"]["size"]["scale"]["domain"] == [0.0, 1.0]
            largest = float(layer["transform"][0]["calculate"].partition("/")[2])
            share = percent(largest)
            assert panel["title"]["subtitle"] == f"largest: {share}"
            assert f"abs(datum.{field})" in layer["transform"][0]["calculate"]
    both = [p["title"]["subtitle"] for p in turned.plot().to_dict()["hconcat"][:2]]
    assert both[0] == both[1]


@pytest.mark.parametrize("most", [0, -1])
def test_a_picture_of_nothing_is_refused(compared, most):
    for result in (compared, compared.columns[0]):
        with pytest.raises(ValueError, match="most must be at least 1"):
            result.plot(most=most)


def test_names_that_look_alike_stay_two():
    names = plots.look.names_of(["a" * 50, "a" * 49 + "b", "c\nd"], most=10)
    assert names == ["a" * 9 + "…", "a" * 9 + "… (2)", "c\\nd"]


@pytest.mark.parametrize(
    "make",
    [
        plots.self_information,
        plots.entropy_of_a_coin,
        lambda: plots.cross_entropy_decomposition(P, MODELS),
        lambda: plots.divergence_terms(P, Q),
    ],
)
def test_every_picture_is_described_and_carries_its_data(make):
    spec = make().to_dict()
    assert spec["description"]
    assert spec["title"]["text"]
    assert "url" not in json.dumps(spec.get("data", {}))
