"""The contract every quantity keeps, whatever it is: in every library, width, unit, shape, form."""

import doctest
import inspect
import math

import numpy as np
import pytest

from kullback._laws import NONNEGATIVE
from kullback._quantity import QUANTITIES, Quantity
from kullback.quantities import cross_entropy, entropy, information_gain, kl_divergence
from libraries import (
    JAX,
    NUMPY,
    STRICT,
    TORCH,
    each_library,
    each_library_and_dtype,
    each_library_and_half_dtype,
    on,
)
from rows import FORMED, PLACED, ROWS, Row
from signatures import arity, is_of_events, keywords, options, placed

# Values off its default that the tests below give to a parameter of any quantity that has it.
EVERY_UNIT = {
    "bits": math.log(2), "Sh": math.log(2), "shannon": math.log(2), "shannons": math.log(2),
    "bit": math.log(2), "nat": 1.0, "hartley": math.log(10), "hartleys": math.log(10),
    "ban": math.log(10), "bans": math.log(10), "dit": math.log(10), "dits": math.log(10),
}  # fmt: skip
TRIED = {
    "unit": set(EVERY_UNIT),
    "axis": {0, 1},
    "axes": {"first", "between", "backwards"},
    "keepdims": {True},
    "given": {"log_probs", "logits"},
    "normalize": {True},
}
HOUSE_ORDER = [
    "p", "q", "joint", "table", "generator", "order", "slope_at_infinity", "on", "axis", "axes",
    "keepdims", "unit", "given", "normalize",
]  # fmt: skip
HOUSE_DEFAULTS = {
    "axis": {-1}, "keepdims": {False}, "unit": {"nats"}, "given": {"probs"}, "normalize": {False},
    "axes": {None, (-2, -1), (-3, -2, -1)}, "on": {-2}, "order": {inspect.Parameter.empty},
    "generator": {inspect.Parameter.empty}, "slope_at_infinity": {inspect.Parameter.empty},
}  # fmt: skip
UNDER_THE_ROOT = {"jensen_shannon_distance"}
# What rounding an input does to an answer that is 0: nothing to speak of, if it grows as the
# square of the change.
GROWS_AS_THE_CHANGE = {"pointwise_mutual_information", "f_divergence"}
TOLERANCE = {"float64": 4e-15, "float32": 2e-6}


def named(row):
    return f"{row.quantity.__name__}: {row.why}"


def each(rows):
    return pytest.mark.parametrize("row", rows, ids=named)


each_row = each(ROWS)
each_row_of_distributions = each([row for row in ROWS if not is_of_events(row.quantity)])


def measure(row, *arrays, **options):
    return row.quantity(*(arrays or row.arrays), **{**row.parameters, **options})


def same(got, value, rtol=TOLERANCE["float64"], atol=0.0):
    np.testing.assert_allclose(np.asarray(got), value, rtol=rtol, atol=atol)


def floats(row):
    return [np.asarray(a, dtype=float) for a in row.arrays]


def on_axes(row, axes):
    """Return the parameters of a row whose distributions were moved to some axes."""
    return placed(row.quantity, axes, row.parameters.get("on"))


def on_last_axes(row):
    """Return the parameters of a row whose distributions have others before them."""
    return on_axes(row, range(-np.ndim(row.arrays[0]), 0))


def complaints(quantity, rows):
    """List what is missing before a quantity may be called done."""
    mine = [row for row in rows if row.quantity.__name__ == quantity.name]
    if not mine:
        yield f"{quantity.name} has no row in rows.py"
    if not quantity.laws:
        yield f"{quantity.name} names no law"
    if not quantity.source:
        yield f"{quantity.name} names no source"
    if not doctest.DocTestFinder().find(quantity.evaluate, quantity.name)[0].examples:
        yield f"{quantity.name} has no example that runs"
    for name, default in keywords(quantity.evaluate).items():
        tried = TRIED.get(name, set()) | {
            row.parameters[name] for row in mine if name in row.parameters
        }
        if len(tried - {default}) < (1 if isinstance(default, bool) else 2):
            yield f"{quantity.name} has too few rows with {name} off its default"


@pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=lambda q: q.name)
def test_quantity_is_complete(quantity):
    assert list(complaints(quantity, ROWS)) == []


def test_an_incomplete_quantity_is_complained_about():
    def guess(p, /, *, order=2.0, keepdims=False):
        """Return a number, undocumented and unproved."""

    incomplete = Quantity("guess", guess, "", ())
    assert list(complaints(incomplete, ROWS)) == [
        "guess has no row in rows.py",
        "guess names no law",
        "guess names no source",
        "guess has no example that runs",
        "guess has too few rows with order off its default",
    ]
    rows = [Row(guess, ([1.0],), 0, "why", {"order": order}) for order in (3.0, 4.0)]
    rested = Quantity("guess", guess, "A paper", (NONNEGATIVE,))
    assert list(complaints(rested, rows)) == ["guess has no example that runs"]


@pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=lambda q: q.name)
def test_signature_is_the_one_of_the_house(quantity):
    parameters = list(inspect.signature(quantity.evaluate).parameters.values())
    names = [p.name for p in parameters]
    assert names == [name for name in HOUSE_ORDER if name in names]
    for parameter in parameters:
        if parameter.name in ("p", "q", "joint", "table"):
            assert parameter.kind is parameter.POSITIONAL_ONLY
        else:
            assert parameter.kind is parameter.KEYWORD_ONLY or parameter.name == "generator"
            assert parameter.default in HOUSE_DEFAULTS[parameter.name]


@each([*ROWS, *PLACED])
@each_library_and_dtype
def test_known_value(row, library, dtype):
    got = measure(row, *(library.array(a, dtype) for a in row.arrays))
    assert got.dtype == getattr(library.xp, dtype)
    same(got, row.value, TOLERANCE[dtype])


@each_row
@each_library_and_half_dtype
def test_half_precision_is_computed_and_answered_in_single(row, library, dtype):
    halves = [library.array(a, dtype) for a in row.arrays]
    got = measure(row, *halves)
    assert got.dtype == library.xp.float32
    singles = [library.xp.asarray(a, dtype=library.xp.float32) for a in halves]
    same(got, measure(row, *singles, **options(row.quantity, normalize=True)))


@each(FORMED)
@each_library_and_dtype
def test_known_value_of_another_form(row, library, dtype):
    arrays = [
        library.integers(a) if form == "labels" else library.array(a, dtype)
        for a, form in zip(row.arrays, forms_of(row), strict=True)
    ]
    least = float(np.finfo(dtype).smallest_normal)
    same(measure(row, *arrays), row.value, TOLERANCE[dtype], least)


def forms_of(row):
    given = row.parameters["given"]
    return given if isinstance(given, tuple) else (given,) * len(row.arrays)


@each_row
@pytest.mark.parametrize("unit", EVERY_UNIT)
def test_known_value_in_every_unit(row, unit):
    if "unit" not in keywords(row.quantity):
        return
    factor = EVERY_UNIT[unit] ** (0.5 if row.quantity.__name__ in UNDER_THE_ROOT else 1.0)
    same(measure(row, unit=unit), np.asarray(row.value) / factor)


def test_entropies_of_powers_of_two_are_whole_bits():
    assert entropy([0.5, 0.25, 0.25], unit="bits") == 1.5
    assert entropy([0.125] * 8, unit="bits") == 3


@each_row_of_distributions
@on(NUMPY, STRICT, TORCH)
@pytest.mark.parametrize("place", sorted(TRIED["axes"]))
def test_known_value_along_other_axes(row, library, place):
    """Beside each distribution lies another, so that the wrong axis gives a wrong answer."""
    variables = np.ndim(row.arrays[0])
    axes = {
        "first": range(variables),
        "between": range(1, variables + 1),
        "backwards": range(-2, -2 - variables, -1),
    }[place]

    def beside(array):
        others = np.stack([array, np.flip(array), array])[:, np.newaxis]
        return np.moveaxis(others, range(-variables, 0), axes)

    arrays = [library.array(beside(a)) for a in floats(row)]
    got = measure(row, *arrays, **on_axes(row, axes))
    value = np.asarray(row.value, dtype=float)
    same(got, beside(value) if value.ndim else np.full((3, 1), value))


@each_row_of_distributions
def test_keepdims_keeps_the_axes_at_length_one(row):
    if "keepdims" not in keywords(row.quantity):
        return
    ones = (1,) * np.ndim(row.arrays[0])
    assert measure(row, keepdims=True).shape == ones
    stacked = [np.tile(a[..., np.newaxis], (2, *ones, 3)) for a in floats(row)]
    got = measure(row, *stacked, **on_axes(row, range(1, 1 + len(ones))), keepdims=True)
    assert got.shape == (2, *ones, 3)
    same(got, np.full((2, *ones, 3), row.value))


@each_row_of_distributions
def test_distributions_broadcast(row):
    first, *others = floats(row)
    ones = (1,) * first.ndim
    got = measure(
        row,
        np.tile(first, (4, 1, *ones)),
        *(np.tile(a, (3, *ones)) for a in others),
        **on_last_axes(row),
    )
    shape = (4, 3) if others else (4, 1)
    same(got, np.broadcast_to(row.value, shape + np.shape(row.value)))


@each_row
@on(NUMPY, STRICT, TORCH, JAX)
@pytest.mark.parametrize("given", [*sorted(TRIED["given"]), "mixed"])
def test_known_value_in_every_form(row, library, given):
    if "given" not in keywords(row.quantity):
        return
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = [np.log(a) for a in floats(row)]
        odds = [x - np.log1p(-np.exp(x)) for x in logs]
    made = {"log_probs": logs, "logits": odds if is_of_events(row.quantity) else shifted(logs)}
    # A logarithm of 1/2 is rounded.
    atol = 1e-15 if row.quantity.__name__ in GROWS_AS_THE_CHANGE else 1e-30
    if given != "mixed":
        got = measure(row, *map(library.array, made[given]), given=given)
        same(got, row.value, 1e-13, atol)
    elif arity(row.quantity) == 2:
        p, q = map(library.array, row.arrays)
        a, b = map(library.array, made["logits"])
        for pair, forms in (((p, b), ("probs", "logits")), ((a, q), ("logits", "probs"))):
            same(measure(row, *pair, given=forms), row.value, 1e-13, atol=1e-15)


def shifted(logs):
    return [x + 7.0 for x in logs]


@each_row_of_distributions
@pytest.mark.parametrize("factor", [3.0, 1 / 7])
def test_known_value_of_weights_with_normalize(row, factor):
    if "normalize" not in keywords(row.quantity):
        return
    scaled = [a * factor for a in floats(row)]
    with pytest.raises(ValueError, match="normalize=True"):
        measure(row, *scaled)
    atol = 1e-15 if row.quantity.__name__ in GROWS_AS_THE_CHANGE else 1e-30
    same(measure(row, *scaled, normalize=True), row.value, 1e-14, atol)
    with np.errstate(divide="ignore"):
        logs = [np.log(a) for a in scaled]
    with pytest.raises(ValueError, match="normalize=True"):
        measure(row, *logs, given="log_probs")
    same(measure(row, *logs, given="log_probs", normalize=True), row.value, 1e-13, atol)


@pytest.mark.parametrize("factor", [3.0, 1 / 7])
def test_information_gain_takes_counts_of_any_sum(factor):
    for row in (row for row in ROWS if row.quantity is information_gain):
        same(measure(row, np.multiply(row.arrays[0], factor)), row.value, 1e-14, 1e-30)


def test_normalize_does_not_touch_logits():
    a, b = [1.0, 2.0, 3.0], [0.0, -1.0, 5.0]
    assert kl_divergence(a, b, given="logits", normalize=True) == kl_divergence(
        a, b, given="logits"
    )


def test_a_row_within_tolerance_means_itself_divided_by_its_sum():
    off = [0.5, 0.25 + 1e-9, 0.25]
    assert entropy(off) == entropy(off, normalize=True) != entropy([0.5, 0.25, 0.25])


@each_library
@pytest.mark.parametrize("evaluate", [cross_entropy, kl_divergence])
@pytest.mark.parametrize("form", ["probs", "logits"])
def test_labels_pick_the_surprise_of_their_outcome(evaluate, form, library):
    q = np.array([[0.125, 0.25, 0.625], [0.5, 0.375, 0.125]])
    held = library.array(q.T if form == "probs" else np.log(q).T + 3)
    labels = library.integers([2, 0])
    how = {"given": ("labels", form), "axis": 0}
    surprises, rtol = np.array([-math.log(0.625), math.log(2)]), 3 * TOLERANCE[library.dtypes[0]]
    same(evaluate(labels, held, **how), surprises, rtol)
    same(evaluate(labels, held, **how, unit="bits"), surprises / math.log(2), rtol)
    assert evaluate(labels, held, **how, keepdims=True).shape == (1, 2)
    doubled = held * 2 if form == "probs" else held
    same(evaluate(labels, doubled, **how, normalize=True), surprises, rtol)
