"""`Estimate`: arithmetic, units, and what it refuses."""

import math
import pickle

import pytest

from kullback import Estimate


def estimate(**changes):
    fields = {
        "value": 0.5,
        "raw": 0.5,
        "plug_in": 0.6,
        "unit": "nats",
        "std_error": 0.1,
        "low": 0.3,
        "high": 0.8,
        "confidence": 0.95,
        "n": 100,
        "estimator": "A",
    }
    return Estimate(**fields | changes)


def test_bias_is_what_was_taken_off_the_plug_in():
    assert estimate().bias == pytest.approx(0.1)


@pytest.mark.parametrize(("unit", "nats"), [("bits", math.log(2)), ("hartleys", math.log(10))])
def test_a_unit_scales_every_figure_and_nothing_else(unit, nats):
    original = estimate(high=math.inf, sample_coverage=0.9, missing_mass=0.2)
    changed = original.to(unit)
    for name in ("value", "raw", "plug_in", "bias", "std_error", "low"):
        assert getattr(changed, name) == pytest.approx(getattr(original, name) / nats)
    assert changed.high == math.inf
    assert (changed.unit, changed.n, changed.confidence) == (unit, 100, 0.95)
    assert (changed.sample_coverage, changed.missing_mass) == (0.9, 0.2)
    assert changed.to("nats").value == pytest.approx(0.5)


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match="parsecs"):
        estimate().to("parsecs")


def test_sums_and_differences_add_errors():
    first, second = estimate(), estimate(value=0.0, raw=-0.1, std_error=0.2, low=0.0, high=0.4)
    total, difference = first + second, first - second
    assert total.raw == pytest.approx(0.4)
    assert difference.raw == pytest.approx(0.6)
    assert total.std_error == difference.std_error == pytest.approx(0.3)
    assert (total.low, total.high) == (pytest.approx(0.3), pytest.approx(1.2))
    assert (difference.low, difference.high) == (pytest.approx(-0.1), pytest.approx(0.8))


def test_warnings_are_kept_once_in_a_sum():
    total = estimate(warnings=("few rows",)) + estimate(warnings=("few rows", "new outcomes"))
    assert total.warnings == ("few rows", "new outcomes")


@pytest.mark.parametrize("changes", [{"unit": "bits"}, {"confidence": 0.9}])
def test_estimates_that_do_not_go_together_are_not_added(changes):
    with pytest.raises(ValueError, match="must share a"):
        estimate() + estimate(**changes)
    with pytest.raises(ValueError, match="must share a"):
        estimate() - estimate(**changes)


def test_is_a_number_frozen_and_picklable():
    original = estimate()
    assert float(original) == 0.5
    assert pickle.loads(pickle.dumps(original)) == original
    with pytest.raises(AttributeError):
        original.value = 1.0


def test_reads_as_a_sentence():
    assert repr(estimate()) == "<Estimate 0.5 nats, 95 % interval [0.3, 0.8], n = 100, A>"
    warned = estimate(n=(1000, 20), confidence=0.999, high=math.inf, warnings=("few", "odd"))
    assert repr(warned) == (
        "<Estimate 0.5 nats, 99.9 % interval [0.3, inf], n = 1,000 and 20, A; "
        "warning: few; warning: odd>"
    )


def test_only_estimates_are_added():
    with pytest.raises(TypeError, match="unsupported operand"):
        estimate() + 1.0
    with pytest.raises(TypeError, match="unsupported operand"):
        estimate() - 1.0
