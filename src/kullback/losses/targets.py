"""What a prediction is held against: labels or weights of classes, smoothed, weighted, ignored.

Whatever it is, a row has a weight t for each class, and its loss is the sum of t times the
surprise of the class. Weights need not sum to 1, and are not divided by their sum.
"""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass

from kullback._arrays import Array, Namespace, places, taken
from kullback._mass.checks import check_probs, check_sums, refuse
from kullback._mass.logits import Logits
from kullback._mass.outcomes import Outcomes
from kullback.losses.options import check_label
from kullback.losses.reductions import only_where


@dataclass(frozen=True, slots=True)
class Target(ABC):
    """One for each row of a prediction. `kept` says which rows count, where not all do."""

    xp: Namespace
    kept: Array | None

    @abstractmethod
    def losses(self, q: Logits) -> Array:
        """Return the sum over classes of their weights times their surprises."""

    @abstractmethod
    def spread(self, rows: Array) -> Array:
        """Return the weight of each class in each of the rows (..., n)."""

    @abstractmethod
    def amounts(self, like: Array) -> Array | None:
        """Return what each row weighs in a mean, or None if all weigh 1."""

    @abstractmethod
    def is_argmax(self, rows: Array) -> Array:
        """Return where the first largest logit is that of the class most wanted."""


@dataclass(frozen=True, slots=True)
class LabelTarget(Target):
    """A label for each row, a weight for each class, and the share of a row that all classes get.

    `unknown` says which labels are none, where values could not be seen and refused: those are NaN.
    """

    labels: Array
    unknown: Array
    class_weight: Array | None
    smoothing: float

    def losses(self, q: Logits) -> Array:
        """Return the weighted surprise of the labels, less what is given to all classes."""
        xp, surprise = self.xp, q.surprise()
        own = self.weighted(q.outcomes.answer(taken(xp, surprise, self.labels[..., None])))
        return self._smoothed(own, surprise, q.outcomes)

    def spread(self, rows: Array) -> Array:
        """Return the weight of the label, and of all classes what they are given."""
        xp, ones = self.xp, self.xp.ones_like(rows)
        weights = ones if self.class_weight is None else self.class_weight * ones
        own = xp.where(places(xp, rows) == self.labels[..., None], weights, 0.0)
        if self.smoothing != 0.0:
            own = (1.0 - self.smoothing) * own + (self.smoothing / rows.shape[-1]) * weights
        return xp.where(self.unknown[..., None], math.nan, own)

    def _smoothed(self, own: Array, surprise: Array, outcomes: Outcomes) -> Array:
        if self.smoothing == 0.0:
            return own
        ones = self.xp.ones_like(surprise)
        weights = ones if self.class_weight is None else self.class_weight * ones
        of_all = outcomes.answer(weighted_sum(outcomes, weights, surprise))
        of_all = of_all * (self.smoothing / surprise.shape[-1])
        if self.smoothing == 1.0:  # not 0 times what may be infinite
            return self.xp.where(self.unknown, math.nan, of_all)
        return (1.0 - self.smoothing) * own + of_all

    def amounts(self, like: Array) -> Array | None:
        """Return the weight of the label's class, 0 where the row is ignored."""
        if self.kept is None and self.class_weight is None:
            return None
        return only_where(self.xp, self.kept, self.weighted(self.xp.ones_like(like)))

    def is_argmax(self, rows: Array) -> Array:
        """Return where the first largest logit is the label's."""
        return self.xp.argmax(rows, axis=-1) == self.labels

    def weighted(self, x: Array) -> Array:
        """Return one number for each row times the weight of its class; NaN where that is none."""
        xp, labels = self.xp, self.labels
        x = xp.where(self.unknown, math.nan, x)
        if self.class_weight is None:
            return x
        weight = xp.reshape(xp.take(self.class_weight, xp.reshape(labels, (-1,))), labels.shape)
        return product(xp, weight, x)


@dataclass(frozen=True, slots=True)
class SoftTarget(Target):
    """A weight (..., n) for each class of each row."""

    weights: Array

    def losses(self, q: Logits) -> Array:
        """Return the sum of the weights times the surprises."""
        return q.outcomes.answer(weighted_sum(q.outcomes, self.weights, q.surprise()))

    def spread(self, rows: Array) -> Array:
        """Return the weights as they are."""
        del rows
        return self.weights

    def amounts(self, like: Array) -> Array | None:
        """Return None: rows weigh 1, whatever their classes weigh."""
        del like
        return None

    def is_argmax(self, rows: Array) -> Array:
        """Return where the first largest logit is that of the first largest weight."""
        return self.xp.argmax(rows, axis=-1) == self.xp.argmax(self.weights, axis=-1)


def weighted_sum(outcomes: Outcomes, weights: Array, surprise: Array) -> Array:
    """Return the sum of weights times surprises, where no weight times infinity is nothing."""
    return outcomes.sum(product(outcomes.xp, weights, surprise))


def product(xp: Namespace, weight: Array, surprise: Array) -> Array:
    """Return weight times surprise, where no weight is nothing, also of what is impossible."""
    nothing = (weight == 0) & xp.isinf(surprise)
    return xp.where(nothing, 0.0, weight * xp.where(nothing, 0.0, surprise))


def read_labels(
    xp: Namespace,
    labels: Array,
    n: int,
    ignore_index: int | None,
    class_weight: Array | None,
    smoothing: float,
) -> LabelTarget:
    """Hold labels 0 ... n-1; rows with the one to be ignored are kept out."""
    kept = None
    if ignore_index is not None:
        number = check_label(ignore_index, "ignore_index", " or None")
        of_labels = xp.iinfo(labels.dtype)
        if number is None or of_labels.min <= number <= of_labels.max:
            kept = labels != ignore_index
    counting = labels if kept is None else xp.where(kept, labels, 0)
    unknown = (counting < 0) | (counting >= n)
    refuse(xp, unknown, counting, "labels", _not_a_class(n, ignore_index), IndexError)
    return LabelTarget(xp, kept, xp.where(unknown, 0, counting), unknown, class_weight, smoothing)


def read_weights(
    xp: Namespace, targets: Array, class_weight: Array | None, smoothing: float
) -> SoftTarget:
    """Hold the weights of classes (..., n), smoothed and weighted."""
    if smoothing != 0.0:
        targets = (1.0 - smoothing) * targets + smoothing / targets.shape[-1]
    if class_weight is not None:
        targets = class_weight * targets
    return SoftTarget(xp, None, targets)


def check_weights(xp: Namespace, targets: Array, form: str, axis: int, tolerance: float) -> None:
    """Require that weights are not negative, and that probabilities sum to 1."""
    check_probs(xp, targets, "targets")
    if form == "probs":
        outcomes = Outcomes(xp, (axis,), keepdims=False)
        sums = outcomes.sum(outcomes.gather(targets))
        check_sums(xp, sums, tolerance, (axis,), "targets", "{}", WAY_OUT)


def check_class_weight(xp: Namespace, weight: Array, rows: Array) -> Array:
    """Return one weight for each class of the rows, in their type; none is negative."""
    n = rows.shape[-1]
    if not xp.isdtype(weight.dtype, ("bool", "integral", "real floating")):
        raise TypeError(f"class_weight must hold real numbers, got dtype {weight.dtype}")
    if tuple(weight.shape) != (n,):
        raise ValueError(
            f"class_weight must hold one weight for each of the {n} classes, which makes shape "
            f"({n},); got {tuple(weight.shape)}"
        )
    weight = xp.astype(weight, rows.dtype, copy=False)
    wrong = (weight < 0) | xp.isinf(weight)
    refuse(xp, wrong, weight, "class_weight", "a weight must be zero or more, and finite")
    return weight


WAY_OUT = (
    "divide it by its sum, or say given=('weights', …) if each row is to count as what it sums to"
)


def _not_a_class(n: int, ignore_index: int | None) -> str:
    ignored = "no label is ignored" if ignore_index is None else f"{ignore_index} is ignored"
    return f"the {n} classes of the logits are labelled 0 to {n - 1}, and {ignored}"
