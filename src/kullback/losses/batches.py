"""A batch: predictions, and what they are held against, as the caller's options say."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kullback import quantities
from kullback._arrays import (
    Array,
    ArrayLike,
    Namespace,
    are_large,
    arrays_of,
    floats_of,
    integers_of,
)
from kullback._mass.logits import Logits
from kullback._mass.outcomes import Outcomes
from kullback.losses.options import between
from kullback.losses.reductions import only_where
from kullback.losses.scores import EACH, SCORE_FORMS, ScoreForm, rows_of, scaled
from kullback.losses.targets import (
    LabelTarget,
    Target,
    check_class_weight,
    check_weights,
    read_labels,
    read_weights,
)

TargetForm: TypeAlias = Literal["labels", "probs", "weights"]
GivenTarget: TypeAlias = tuple[TargetForm, ScoreForm]
TARGET_FORMS = ("labels", "probs", "weights")
LABELLED: GivenTarget = ("labels", "logits")
IGNORED = -100  # as in PyTorch


@dataclass(frozen=True, slots=True)
class Batch:
    """One row of logits (..., n) and one target for each prediction that is made."""

    xp: Namespace
    target: Target
    rows: Array

    @classmethod
    def read(
        cls,
        targets: ArrayLike,
        logits: ArrayLike,
        *,
        axis: int,
        given: GivenTarget,
        ignore_index: int | None,
        label_smoothing: float,
        class_weight: ArrayLike | None,
        softcap: float | None,
        temperature: float,
        shift: bool,
    ) -> "Batch":
        """Read what the caller passes to `cross_entropy`."""
        form, of_scores = _forms(given)
        name = "labels" if form == "labels" else "targets"
        more = () if class_weight is None else (class_weight,)
        names = (name, "logits", "class_weight")[: 2 + len(more)]
        xp, (held, scores, *weight) = arrays_of((targets, logits, *more), names)
        held, scores, eps = _typed(xp, held, scores, form)
        rows = rows_of(xp, scores, axis, of_scores, "logits", eps[-1])
        _check_shapes(held, scores, axis, form, name)
        if form != "labels":
            check_weights(xp, held, form, axis, math.sqrt(eps[0]))
            held = Outcomes(xp, (axis,), keepdims=False).gather(held)
        if shift:
            held, rows = _shifted(held, rows, form)
        smoothing = between(label_smoothing, 0.0, 1.0, "label_smoothing")
        of_classes = check_class_weight(xp, weight[0], rows) if weight else None
        target: Target
        if form == "labels":
            n = rows.shape[-1]
            target = read_labels(xp, held, n, ignore_index, of_classes, smoothing)
        else:
            _refuse_ignored(ignore_index)
            target = read_weights(xp, held, of_classes, smoothing)
        # An ignored row may hold anything: it is made uniform, through which no derivative comes.
        rows = only_where(xp, None if target.kept is None else target.kept[..., None], rows)
        return cls(xp, target, scaled(xp, rows, softcap, temperature))

    def losses(self) -> Array:
        """Return the loss of each row: of labels in large arrays by the verb, which has kernels."""
        target = self.target
        if isinstance(target, LabelTarget) and target.smoothing == 0.0 and are_large((self.rows,)):
            surprise = quantities.cross_entropy(
                target.labels, self.rows, given=("labels", "logits")
            )
            return target.weighted(surprise)
        return target.losses(self.read_rows())

    def read_rows(self) -> Logits:
        """Return the distributions that the rows stand for."""
        return Logits.read(self.rows, Outcomes(self.xp, EACH, keepdims=False))


def _forms(given: GivenTarget) -> GivenTarget:
    """Return what targets and scores hold, refusing words that are none."""
    if isinstance(given, tuple) and len(given) == 2:
        target, scores = given
        if target in TARGET_FORMS and scores in SCORE_FORMS:
            return given
    raise ValueError(
        f"given must be a pair: for the targets one of {', '.join(map(repr, TARGET_FORMS))}, for "
        f"the model one of {', '.join(map(repr, SCORE_FORMS))}; got {given!r}"
    )


def _typed(
    xp: Namespace, targets: Array, scores: Array, form: TargetForm
) -> tuple[Array, Array, Sequence[float]]:
    """Return both in the types they are computed in, and the eps of those that are floats."""
    if form == "labels":
        if not xp.isdtype(targets.dtype, "integral"):
            raise TypeError(
                f"labels must be integers, got dtype {targets.dtype}; for a weight for each class "
                "of each row say given=('probs', 'logits') or ('weights', 'logits')"
            )
        (scores,), eps = floats_of(xp, (scores,), ("logits",))
        return integers_of(xp, targets, "labels"), scores, eps
    (targets, scores), eps = floats_of(xp, (targets, scores), ("targets", "logits"))
    return targets, scores, eps


def _check_shapes(targets: Array, scores: Array, axis: int, form: TargetForm, name: str) -> None:
    """Require one label for each row, or the weights of one."""
    wanted = tuple(scores.shape)
    if form == "labels":
        wanted = tuple(size for i, size in enumerate(wanted) if i != axis % scores.ndim)
    if tuple(targets.shape) != wanted:
        what = "one label for each row" if form == "labels" else "a weight for each class"
        raise ValueError(
            f"{name} must hold {what} of logits {tuple(scores.shape)} with the classes on axis "
            f"{axis}, which makes shape {wanted}; got {tuple(targets.shape)}"
        )


def _shifted(targets: Array, rows: Array, form: TargetForm) -> tuple[Array, Array]:
    """Return targets and rows so that each position of a sequence predicts the next one's."""
    if rows.ndim < 2:
        raise ValueError(
            "shift=True needs sequences: an axis of positions beside that of the classes; got one "
            f"row of {rows.shape[-1]} logits"
        )
    later = targets[..., 1:] if form == "labels" else targets[..., 1:, :]
    return later, rows[..., :-1, :]


def _refuse_ignored(ignore_index: int | None) -> None:
    if ignore_index not in (None, IGNORED):
        raise ValueError(
            f"ignore_index={ignore_index} is for labels; rows of weights that are to be ignored "
            "are left out, or are all 0 in given=('weights', …)"
        )
