"""From what the caller passes to what quantities see."""

import math
from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeAlias

from kullback._arrays import (
    Array,
    ArrayLike,
    Namespace,
    arrays_of,
    floats_of,
    integers_of,
)
from kullback._mass.checks import (
    check_axes,
    check_axis,
    check_events,
    check_labels,
    check_normalizable,
    check_probs,
    check_same_outcomes,
    check_sums,
)
from kullback._mass.event import Event
from kullback._mass.joint import Joint
from kullback._mass.labels import Labels
from kullback._mass.logits import Logits
from kullback._mass.mass import Mass
from kullback._mass.outcomes import Outcomes
from kullback._mass.weights import Weights

Form: TypeAlias = Literal["probs", "log_probs", "logits"]
Axes: TypeAlias = Sequence[int]
Given: TypeAlias = Form | tuple[Form, Form]
GivenOrLabels: TypeAlias = Given | tuple[Literal["labels"], Form]

FORMS = ("probs", "log_probs", "logits")
NAMES = ("p", "q")


def masses(
    *inputs: ArrayLike,
    axis: int,
    given: GivenOrLabels,
    normalize: bool,
    keepdims: bool = False,
    labels: bool = False,
) -> tuple[Any, ...]:
    """Read each input as a mass over `axis`; `labels` says whether p may hold labels."""
    forms = forms_of(given, len(inputs), labels)
    names = NAMES[: len(inputs)]
    xp, arrays = arrays_of(inputs, names)
    outcomes = Outcomes(xp, (axis,), keepdims)
    if forms[0] == "labels":
        (q,) = _distributions(outcomes, arrays[1:], names[1:], forms[1:], normalize)
        p = integers_of(xp, arrays[0], "p")
        check_labels(xp, p, arrays[1], axis, "p")
        return Labels(p), q
    return _distributions(outcomes, arrays, names, forms, normalize)


def joint(
    cells: ArrayLike,
    *,
    axes: Axes | None,
    variables: int | None = None,
    given: Form = "probs",
    normalize: bool = False,
    keepdims: bool = False,
    name: str = "joint",
) -> Joint:
    """Read a table as the joint distribution of its axes: of so many, or of all if it is None."""
    forms, names = forms_of(given, 1, labels=False), (name,)
    xp, arrays = arrays_of((cells,), names)
    floats, eps = floats_of(xp, arrays, names)
    places = check_axes(floats[0], axes, variables, name)
    sizes = tuple(floats[0].shape[axis] for axis in places)
    outcomes = Outcomes(xp, places, keepdims, sizes)
    (mass,) = _read(outcomes, floats, names, forms, eps, normalize)
    return Joint(mass)


def event(p: ArrayLike, *, given: Form) -> Event:
    """Read each element of p as an event of its own."""
    (form,) = forms_of(given, 1, labels=False)
    xp, arrays = arrays_of((p,), NAMES[:1])
    (p,), _ = floats_of(xp, arrays, NAMES[:1])
    if form == "probs":
        check_probs(xp, p, "p")
        check_events(xp, p, "p", largest=1.0)
    if form == "log_probs":
        check_events(xp, p, "p", largest=0.0)
    read: dict[str, Callable[[Namespace, Array], Event]] = {
        "probs": Event.from_probs,
        "log_probs": Event.from_log_probs,
        "logits": Event.from_log_odds,
    }
    return read[form](xp, p)


def _distributions(
    outcomes: Outcomes,
    arrays: list[Array],
    names: tuple[str, ...],
    forms: tuple[str, ...],
    normalize: bool,
) -> tuple[Mass, ...]:
    xp, axis = outcomes.xp, outcomes.axes[0]
    floats, eps = floats_of(xp, arrays, names)
    for array, name in zip(floats, names, strict=True):
        check_axis(array, axis, name)
    check_same_outcomes(floats, axis, names)
    return _read(outcomes, floats, names, forms, eps, normalize)


def _read(
    outcomes: Outcomes,
    floats: list[Array],
    names: tuple[str, ...],
    forms: tuple[str, ...],
    eps: list[float],
    normalize: bool,
) -> tuple[Mass, ...]:
    return tuple(
        READ[form](outcomes, array, name, None if normalize else math.sqrt(e))
        for form, array, name, e in zip(forms, floats, names, eps, strict=True)
    )


def _from_probs(outcomes: Outcomes, probs: Array, name: str, tolerance: float | None) -> Mass:
    """Hold probabilities; without a tolerance any sum will do."""
    xp, axes, held = outcomes.xp, outcomes.axes, outcomes.gather(probs)
    mass = (Weights.read if tolerance is None else Weights.near_one)(held, outcomes)
    if not mass.positive:
        check_probs(xp, probs, name)
    if tolerance is None:
        check_normalizable(xp, xp.max(held, axis=-1, keepdims=True), axes, name, "{}")
    else:
        check_sums(xp, mass.total, tolerance, axes, name, "{}")
    return mass


def _from_log_probs(outcomes: Outcomes, logs: Array, name: str, tolerance: float | None) -> Mass:
    """Hold log-probabilities, which are logits once they are known to sum to 1."""
    xp, axes = outcomes.xp, outcomes.axes
    logs = outcomes.gather(logs)
    if tolerance is None:
        largest = xp.max(logs, axis=-1, keepdims=True)
        probs = xp.where(xp.isfinite(largest), 1.0, xp.exp(largest))
        check_normalizable(xp, probs, axes, name, "exp({})")
    else:
        check_sums(xp, outcomes.sum(xp.exp(logs)), tolerance, axes, name, "exp({})")
    return Logits.read(logs, outcomes)


def _from_logits(outcomes: Outcomes, logits: Array, name: str, tolerance: float | None) -> Mass:
    """Hold logits, for which any sum will do and there is nothing to check."""
    del name, tolerance
    return Logits.read(outcomes.gather(logits), outcomes)


READ: dict[str, Callable[[Outcomes, Array, str, float | None], Mass]] = {
    "probs": _from_probs,
    "log_probs": _from_log_probs,
    "logits": _from_logits,
}


def forms_of(given: GivenOrLabels, count: int, labels: bool) -> tuple[str, ...]:
    """Return the form of each input, refusing words that are none."""
    if isinstance(given, str) and given in FORMS:
        return (given,) * count
    if isinstance(given, tuple) and count == len(given) == 2:
        of_p, of_q = given
        if of_q in FORMS and (of_p in FORMS or (labels and of_p == "labels")):
            return given
    raise ValueError(_given_is_wrong(given, count, labels))


def _given_is_wrong(given: object, count: int, labels: bool) -> str:
    choices = ", ".join(map(repr, FORMS))
    pair = ", or a pair of these, one for p and one for q" if count == 2 else ""
    also = ", where that for p may be 'labels'" if labels else ""
    return f"given must be one of {choices}{pair}{also}; got {given!r}"
