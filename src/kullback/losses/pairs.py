"""Two models of the same rows: read, brought to a temperature, measured and reduced."""

from collections.abc import Callable

from kullback._arrays import Array, ArrayLike, Namespace, arrays_of, floats_of, quietly
from kullback._mass import Given, forms_of, masses
from kullback._mass.mass import Mass
from kullback.losses.options import above_zero
from kullback.losses.reductions import Reduction, check_reduction, counted, only_where, reduced
from kullback.losses.rows import check_where, filled

NAMES = ("p", "q")


def distance(
    measure: Callable[[Mass, Mass], Array],
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
        kept = check_where(xp, rows[0], p, axis) if rows else None
        first, second = _read(xp, p, q, axis, given, temperature, kept)
        distances = only_where(xp, kept, measure(first, second))
        if scale_by_temperature_squared:
            distances = distances * temperature**2
        return reduced(xp, distances, reduction, counted(xp, kept, distances))


def _read(
    xp: Namespace,
    p: Array,
    q: Array,
    axis: int,
    given: Given,
    temperature: float,
    kept: Array | None,
) -> tuple[Mass, Mass]:
    """Return both as distributions at a temperature."""
    forms = forms_of(given, len(NAMES), labels=False)
    if kept is not None:
        p, q = (filled(xp, x, kept, axis, form) for x, form in zip((p, q), forms, strict=True))
    if temperature == 1.0 or set(forms) != {"logits"}:
        pair = masses(p, q, axis=axis, given=given, normalize=False)
        if temperature == 1.0:
            return pair
    if "probs" in forms:
        raise ValueError(
            f"temperature={temperature:g} divides logits; pass those, or given='log_probs'"
        )
    (p, q), _ = floats_of(xp, (p, q), NAMES)
    return masses(p / temperature, q / temperature, axis=axis, given="logits", normalize=False)


def _check_same_shape(p: Array, q: Array) -> None:
    if tuple(p.shape) != tuple(q.shape):
        raise ValueError(f"p and q must be of one shape, got {tuple(p.shape)} and {tuple(q.shape)}")
