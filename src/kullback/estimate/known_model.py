"""A sample beside a model that is known: counts and probabilities of the same outcomes."""

import math
from collections.abc import Hashable, Mapping
from typing import Any, Literal

import numpy as np

from kullback._arrays import Array
from kullback.estimate.as_array import as_array
from kullback.estimate.samples import (
    Tally,
    is_missing,
    keyed,
    named_sample,
    refuse_different_indexes,
    refuse_repeated,
)

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

    Keys are those of mappings, of pandas' series with an index of labels, and of what
    `value_counts` returns in Polars and PyArrow. Labels are keys, and of a model without them the
    places from 0 on. Counts and probabilities are aligned by key where both have keys, else by
    position.
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
    held, with_keys = given[0], keyed(model)
    probabilities = _probabilities(*(with_keys or (None, model)))
    by_place = with_keys is None
    if held == "counts":
        by_place = _are_aligned_by_place(sample, model)
        if by_place:
            probabilities = dict(enumerate(probabilities.values()))
            sample = (keyed(sample) or (None, sample))[1]
    names, tally = named_sample(
        sample, held, missing=missing, weights=weights, groups=groups, seed=seed
    )
    counts = dict(zip(names, tally.counts.tolist(), strict=True))
    if by_place and held == "labels":
        _refuse_what_is_no_place(counts, len(probabilities))
    elif by_place and len(counts) != len(probabilities):
        raise ValueError(
            "counts and probabilities are aligned by position, "
            f"got {len(counts)} and {len(probabilities)} of them"
        )
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


def _are_aligned_by_place(sample: Any, model: Any) -> bool:
    """Say whether counts and probabilities belong together by position, as where one has no keys.

    Mappings have nothing but keys, so that there must be keys on the other side as well.
    """
    if keyed(sample) is not None and keyed(model) is not None:
        return False
    if isinstance(sample, Mapping) or isinstance(model, Mapping):
        raise TypeError(
            "one of sample and model has keys and the other has none: they cannot be aligned; "
            "pass two mappings or two arrays"
        )
    refuse_different_indexes(sample, model)
    return True


def _probabilities(keys: list[Any] | None, held: Any) -> dict[Hashable, float]:
    """Return the probability of each key, or place; keys that are missing are one outcome."""
    values = as_array(held, "the model")
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
    shares = (values / total).tolist()
    if keys is None:
        return dict(enumerate(shares))
    refuse_repeated(keys, "the model")
    found: dict[Hashable, float] = {}
    for key, share in zip(keys, shares, strict=True):
        key = None if is_missing(key) else key
        found[key] = found.get(key, 0.0) + share
    return found


def _refuse_what_is_no_place(counts: Mapping[Hashable, float], size: int) -> None:
    for label in counts:
        is_place = isinstance(label, (int, np.integer)) and not isinstance(label, bool)
        if not is_place or label not in range(size):
            raise TypeError(
                f"labels beside a model without keys must be its places 0 to {size - 1}, got "
                f"{label!r}; pass the model as a mapping from label to probability"
            )
