"""The contract every quantity keeps, whatever it is: in every library, width, unit, shape, form."""

import doctest
import inspect
import math

import array_api_strict
import numpy as np
import pytest

from kullback._laws import NONNEGATIVE
from kullback._quantity import QUANTITIES, Quantity
from kullback.quantities import cross_entropy, entropy, kl_divergence
from rows import FORMED, ROWS, Row
from signatures import arity, keywords

# Values off its default that the tests below give to a parameter of any quantity that has it.
EVERY_UNIT = {
    "bits": math.log(2), "Sh": math.log(2), "shannon": math.log(2), "shannons": math.log(2),
    "bit": math.log(2), "nat": 1.0, "hartley": math.log(10), "hartleys": math.log(10),
    "ban": math.log(10), "bans": math.log(10), "dit": math.log(10), "dits": math.log(10),
}  # fmt: skip
TRIED = {
    "unit": set(EVERY_UNIT),
    "axis": {0, 1},
    "keepdims": {True},
    "given": {"log_probs", "logits"},
    "normalize": {True},
}
UNDER_THE_ROOT = {"jensen_shannon_distance"}
ELEMENTWISE = {"self_information", "binary_entropy"}
TOLERANCE = {"float64": 4e-15, "float32": 2e-6}

each_row = pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row.quantity.__name__}: {row.why}"
)
each_row_of_distributions = pytest.mark.parametrize(
    "row",
    [row for row in ROWS if row.quantity.__name__ not in ELEMENTWISE],
    ids=lambda row: f"{row.quantity.__name__}: {row.why}",
)
each_library = pytest.mark.parametrize("xp", [np, array_api_strict], ids=lambda xp: xp.__name__)
each_dtype = pytest.mark.parametrize("dtype", TOLERANCE)


def measure(row, *arrays, **options):
    return row.quantity(*(arrays or row.arrays), **{**row.parameters, **options})


def same(got, value, rtol=TOLERANCE["float64"], atol=0.0):
    np.testing.assert_allclose(np.asarray(got), value, rtol=rtol, atol=atol)


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
    assert all(p.kind in (p.POSITIONAL_ONLY, p.KEYWORD_ONLY) for p in parameters)
    house = ["p", "q", "axis", "keepdims", "unit", "given", "normalize"]
    assert [p.name for p in parameters] == [n for n in house if n in {p.name for p in parameters}]
    defaults = {"axis": -1, "keepdims": False, "unit": "nats", "given": "probs", "normalize": False}
    assert keywords(quantity.evaluate).items() <= defaults.items()


@each_row
@each_library
@each_dtype
def test_known_value(row, xp, dtype):
    got = measure(row, *(xp.asarray(a, dtype=getattr(xp, dtype)) for a in row.arrays))
    assert got.dtype == getattr(xp, dtype)
    same(got, row.value, TOLERANCE[dtype])


@pytest.mark.parametrize("row", FORMED, ids=lambda row: f"{row.quantity.__name__}: {row.why}")
@each_library
def test_known_value_of_another_form(row, xp):
    got = measure(row, *map(xp.asarray, row.arrays))
    same(got, row.value)


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
@each_library
@pytest.mark.parametrize("axis", [0, 1, -2])
def test_known_value_along_another_axis(row, xp, axis):
    """Beside each distribution lies another, so that the wrong axis gives a wrong answer."""

    def beside(array):
        array = np.asarray(array, dtype=float)
        rows = np.stack([array, array[::-1], array])
        return xp.asarray(np.moveaxis(rows[:, np.newaxis, :], -1, axis))

    got = np.asarray(measure(row, *map(beside, row.arrays), axis=axis))
    value = np.asarray(row.value)
    if value.ndim:  # terms keep their outcomes
        same(np.moveaxis(got, axis, -1)[:, 0], [value, value[::-1], value])
    else:
        same(got, np.full((3, 1), value))


@each_row_of_distributions
def test_keepdims_keeps_the_axis_at_length_one(row):
    if "keepdims" not in keywords(row.quantity):
        return
    assert measure(row, keepdims=True).shape == (1,)
    n = len(row.arrays[0])
    stacked = [np.tile(np.reshape(a, (n, 1)), (2, 1, 3)) for a in row.arrays]
    got = measure(row, *stacked, axis=1, keepdims=True)
    assert got.shape == (2, 1, 3)
    same(got, np.full((2, 1, 3), row.value))


@each_row_of_distributions
def test_distributions_broadcast(row):
    first, *others = (np.asarray(a, dtype=float) for a in row.arrays)
    got = measure(row, np.tile(first, (4, 1, 1)), *(np.tile(a, (3, 1)) for a in others))
    shape = (4, 3) if others else (4, 1)
    same(got, np.broadcast_to(row.value, shape + np.shape(row.value)))


@each_row
@each_library
@pytest.mark.parametrize("given", [*sorted(TRIED["given"]), "mixed"])
def test_known_value_in_every_form(row, xp, given):
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = [np.log(np.asarray(a, dtype=float)) for a in row.arrays]
        odds = [x - np.log1p(-np.exp(x)) for x in logs]
    elementwise = row.quantity.__name__ in ELEMENTWISE
    made = {"log_probs": logs, "logits": odds if elementwise else [x + 7.0 for x in logs]}
    if given != "mixed":
        got = measure(row, *map(xp.asarray, made[given]), given=given)
        same(got, row.value, 1e-13, atol=1e-30)  # a logarithm of 1/2 is rounded
    elif arity(row.quantity) == 2:
        p, q = (xp.asarray(a, dtype=xp.float64) for a in row.arrays)
        a, b = map(xp.asarray, made["logits"])
        for pair, forms in (((p, b), ("probs", "logits")), ((a, q), ("logits", "probs"))):
            same(measure(row, *pair, given=forms), row.value, 1e-13, atol=1e-15)


@each_row_of_distributions
@pytest.mark.parametrize("factor", [3.0, 1 / 7])
def test_known_value_of_weights_with_normalize(row, factor):
    scaled = [np.asarray(a, dtype=float) * factor for a in row.arrays]
    with pytest.raises(ValueError, match="normalize=True"):
        measure(row, *scaled)
    same(measure(row, *scaled, normalize=True), row.value, 1e-14)
    with np.errstate(divide="ignore"):
        logs = [np.log(a) for a in scaled]
    with pytest.raises(ValueError, match="normalize=True"):
        measure(row, *logs, given="log_probs")
    same(measure(row, *logs, given="log_probs", normalize=True), row.value, 1e-13, atol=1e-30)


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
def test_labels_pick_the_surprise_of_their_outcome(evaluate, form, xp):
    q = np.array([[0.125, 0.25, 0.625], [0.5, 0.375, 0.125]])
    held = xp.asarray(q.T if form == "probs" else np.log(q).T + 3)
    labels = xp.asarray([2, 0])
    how = {"given": ("labels", form), "axis": 0}
    same(evaluate(labels, held, **how), [-math.log(0.625), math.log(2)], 1e-14)
    same(evaluate(labels, held, **how, unit="bits"), [-math.log2(0.625), 1], 1e-14)
    assert evaluate(labels, held, **how, keepdims=True).shape == (1, 2)
    doubled = held * 2 if form == "probs" else held
    same(evaluate(labels, doubled, **how, normalize=True), [-math.log(0.625), math.log(2)], 1e-14)
