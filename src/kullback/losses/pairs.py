"""Two models of the same rows: read, brought to a temperature, measured and reduced."""

from typing import Protocol

from kullback._arrays import Array, ArrayLike, Namespace, arrays_of, floats_of, quietly
from kullback._mass import Given, forms_of, masses
from kullback.losses.options import above_zero
from kullback.losses.reductions import Reduction, check_reduction, counted, only_where, reduced
from kullback.losses.rows import check_where, filled

NAMES = ("p", "q")


class Measure(Protocol):
    """How far q is from p in each row, as the verbs of `kullback` say it."""

    def __call__(self, p: Array, q: Array, /, *, axis: int, given: Given) -> Array:
        """Return one number for each row, in nats."""


def distance(
    measure: Measure,
    p: ArrayLike,
    q: ArrayLike,
    axis: int,
    given: Given,
    temperature: float,
    scale_by_temperature_squared: bool,
    where: ArrayLike | None,
    reduction: Reduction,
) -> Array:
    """Return how far q is from p by a measure, of each row or of all."""
    with quietly((p, q)):
        check_reduction(reduction)
        temperature = above_zero(temperature, "temperature")
        more = () if where is None else (where,)
        xp, (p, q, *rows) = arrays_of((p, q, *more), (*NAMES, "where")[: 2 + len(more)])
        _check_same_shape(p, q)
        forms = forms_of(given, len(NAMES), labels=False)
        kept = check_where(xp, rows[0], p, axis) if rows else None
        if kept is not None:
            held = zip((p, q), forms, strict=True)
            p, q = (filled(xp, x, kept, axis, form) for x, form in held)
        if temperature != 1.0:
            p, q = _tempered(xp, p, q, axis, given, temperature)
            given = "logits"
        distances = only_where(xp, kept, measure(p, q, axis=axis, given=given))
        if scale_by_temperature_squared:
            distances = distances * temperature**2
        return reduced(xp, distances, reduction, counted(xp, kept, distances))


def _tempered(
    xp: Namespace, p: Array, q: Array, axis: int, given: Given, temperature: float
) -> list[Array]:
    """Return the logits of both divided by the temperature."""
    forms = forms_of(given, len(NAMES), labels=False)
    if "probs" in forms:
        raise ValueError(
            f"temperature={temperature:g} divides logits; pass those, or given='log_probs'"
        )
    if "log_probs" in forms:
        masses(p, q, axis=axis, given=given, normalize=False)  # which checks their sums
    logits, _ = floats_of(xp, (p, q), NAMES)
    return [x / temperature for x in logits]


def _check_same_shape(p: Array, q: Array) -> None:
    if tuple(p.shape) != tuple(q.shape):
        raise ValueError(f"p and q must be of one shape, got {tuple(p.shape)} and {tuple(q.shape)}")
