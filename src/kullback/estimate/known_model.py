"""A sample beside a model that is known: counts and probabilities of the same outcomes."""

import math
from collections.abc import Hashable, Mapping
from typing import Any, Literal

import numpy as np

from kullback._arrays import Array
from kullback.estimate.as_array import as_array
from kullback.estimate.samples import Tally, named_sample, refuse_different_indexes

WithModel = tuple[Literal["counts", "labels"], Literal["probs"]]
MODELS = (("counts", "probs"), ("labels", "probs"))


def tally_and_probabilities(
    sample: Any,
    model: Any,
    given: WithModel,
    *,
    missing: str = "raise",
    weights: Any = None,
    groups: Any = None,
    seed: int = 0,
) -> tuple[Tally, Array]:
    """Return the tally of a sample and a model's probabilities, over one list of outcomes.

    Both have keys, or neither: labels are keys, and of a model without them the places from 0 on.
    What the model does not list it excludes, as all it lists sums to 1. An outcome of neither is
    left out.

    Raises
    ------
    ValueError
        Probabilities that are negative or do not sum to 1 within 1.5e-8; of counts by position as
        many as of probabilities there must be.
    TypeError
        Keys on one side only; labels that are no places of a model without keys.
    """
    if given not in MODELS:
        raise ValueError(f"of a pair, given must be {' or '.join(map(str, MODELS))}; got {given!r}")
    held = given[0]
    probabilities = _probabilities(model)
    if held == "counts":
        if isinstance(sample, Mapping) != isinstance(model, Mapping):
            raise TypeError(
                "one of sample and model has keys and the other has none: they cannot be aligned; "
                "pass two mappings or two arrays"
            )
        if not isinstance(sample, Mapping):
            refuse_different_indexes(sample, model)
    names, tally = named_sample(
        sample, held, missing=missing, weights=weights, groups=groups, seed=seed
    )
    counts = dict(zip(names, tally.counts.tolist(), strict=True))
    if held == "counts" and not isinstance(sample, Mapping):
        if len(counts) != len(probabilities):
            raise ValueError(
                "counts and probabilities are aligned by position, "
                f"got {len(counts)} and {len(probabilities)} of them"
            )
    elif held == "labels" and not isinstance(model, Mapping):
        _refuse_what_is_no_place(counts, len(probabilities))
    outcomes = [
        key
        for key in dict.fromkeys([*probabilities, *counts])
        if counts.get(key, 0) or probabilities.get(key, 0)
    ]
    place = {key: place for place, key in enumerate(outcomes)}
    some = np.array([key in place for key in names])
    places = np.array([place[key] for key in names if key in place], np.intp)
    return (
        tally.only(some).at(places, len(outcomes)),
        np.array([probabilities.get(key, 0.0) for key in outcomes], dtype=float),
    )


def _probabilities(model: Any) -> dict[Hashable, float]:
    keys = list(model) if isinstance(model, Mapping) else None
    values = as_array(list(model.values()) if keys is not None else model, "the model")
    if values.ndim != 1 or not values.size:
        raise ValueError(f"the model must hold probabilities on one axis, got shape {values.shape}")
    if values.dtype.kind not in "iuf":
        raise TypeError(f"the model must hold probabilities, got {values.dtype}")
    values = values.astype(float)
    wrong = ~(values >= 0.0)
    if wrong.any():
        place = int(np.argmax(wrong))
        where = place if keys is None else repr(keys[place])
        raise ValueError(f"probabilities must be 0 or more, got {values[place]} for {where}")
    total = math.fsum(values.tolist())
    if not abs(total - 1.0) <= math.sqrt(np.finfo(float).eps):
        raise ValueError(
            f"the model's probabilities must sum to 1, got {total:.6g}; divide them by their sum, "
            "or if these are counts of a second sample, say so in `given`"
        )
    places = range(len(values)) if keys is None else keys
    return dict(zip(places, (values / total).tolist(), strict=True))


def _refuse_what_is_no_place(counts: Mapping[Hashable, float], size: int) -> None:
    for label in counts:
        is_place = isinstance(label, (int, np.integer)) and not isinstance(label, bool)
        if not is_place or label not in range(size):
            raise TypeError(
                f"labels beside a model without keys must be its places 0 to {size - 1}, got "
                f"{label!r}; pass the model as a mapping from label to probability"
            )
