"""Cross-entropy to train with: losses of rows of logits, and their derivatives in a later sweep."""

from typing import Any

import numpy as np

from kullback._mass.checks import check_probs
from kullback._mass.labels import Labels
from kullback._mass.logits import Logits
from kullback._mass.outcomes import Outcomes
from kullback.kernels.numba import few_classes, label_rows
from kullback.kernels.numba.label_rows import KEPT, NORMALIZER, TOTAL, WHOLE
from kullback.kernels.sharing import share_rows

EACH_ROW = Outcomes(np, (-1,), False)


def losses(
    x: Any, y: Any, ignored: int, weights: Any, with_normalizer: bool
) -> tuple[Any, Any, Any]:
    """Return each label's surprise, the sum of weights times surprises, and what slopes need.

    Of rows x (n, k) under labels y (n), which are classes or the one ignored, or none (0); and
    weights, one row for all or one for each, or none (0, k).
    """
    n = len(x)
    of_label, of_weights, kept = (
        np.empty(n),
        np.empty(n if len(weights) else 0),
        np.zeros((n, KEPT)),
    )
    found = (of_label, with_normalizer, kept)
    if len(weights):
        together = (of_label, of_weights, with_normalizer, kept)
        share_rows(label_rows.of_weights, x, y, ignored, weights, *together)
    elif x.shape[1] <= few_classes.MOST:
        share_rows(label_rows.of_labels_of_few, x, y, ignored, *found)
    else:
        share_rows(label_rows.of_labels, x, y, ignored, *found)
    left = np.flatnonzero(np.isnan(kept[:, WHOLE]))
    if left.size:
        _define(x, y, weights, left, of_label, of_weights, kept)
    return of_label, of_weights, kept


def losses_with_slopes(x: Any, y: Any, ignored: int, own: Any, out: Any) -> tuple[Any, Any]:
    """Return each label's surprise and what was kept, and write its derivatives times `own`."""
    n = len(x)
    of_label, kept, none = np.empty(n), np.zeros((n, KEPT)), np.zeros(1)
    found = (of_label, kept, out)
    share_rows(label_rows.of_labels_with_slopes, x, y, ignored, _nothing(x), own, none, *found)
    left = np.flatnonzero(np.isnan(kept[:, WHOLE]))
    if left.size:
        _define(x, y, (), left, of_label, (), kept)
        own = own[left] if len(own) == n else own
        out[left] = _defined_slopes(x[left], y[left], _nothing(x), own, none, none)
    return of_label, kept


def slopes(
    x: Any, y: Any, ignored: int, weights: Any, own: Any, all_: Any, soft: Any, kept: Any, out: Any
) -> None:
    """Write the derivatives (see `numba.label_rows`) from what was kept; `out` may be x.

    Of each coefficient there is one number for all rows or one for each.
    """
    left = np.flatnonzero(np.isnan(kept[:, WHOLE]))
    rest = x[left]  # before it is written over
    weights = weights if len(weights) else _nothing(x)
    few = len(y) and x.shape[1] <= few_classes.MOST
    kernel = label_rows.slopes_of_few if few else label_rows.slopes
    share_rows(kernel, x, y, ignored, weights, own, all_, soft, kept, out)
    if left.size:
        of = [c[left] if len(c) == len(x) else c for c in (own, all_, soft)]
        t = weights[left] if len(weights) == len(x) else weights
        out[left] = _defined_slopes(rest, y[left] if len(y) else y, t, *of)


def _nothing(x: Any) -> Any:
    return np.zeros((1, x.shape[1]), x.dtype)


def _define(
    x: Any, y: Any, weights: Any, left: Any, of_label: Any, of_weights: Any, kept: Any
) -> None:
    """Complete the rows that the kernel left, by the steps that all quantities are made of."""
    with np.errstate(all="ignore"):
        q = Logits.read(x[left], EACH_ROW)
        kept[left, NORMALIZER] = q.log_normalizer()
        if len(y):
            of_label[left] = Labels(y[left]).expected_surprise(q)
        if len(weights):
            t = weights[left] if len(weights) == len(x) else weights
            check_probs(np, weights, "target")  # of all rows, to name the row as it was given
            surprise = q.surprise()
            of_weights[left] = np.where(t == 0, 0.0, t * np.where(t == 0, 0.0, surprise)).sum(-1)
            kept[left, TOTAL] = np.broadcast_to(t, surprise.shape).sum(-1)


def _defined_slopes(x: Any, y: Any, t: Any, own: Any, all_: Any, soft: Any) -> Any:
    with np.errstate(all="ignore"):
        q = Logits.read(x, EACH_ROW)
        out = all_[:, None] * q.share - soft[:, None] * t
        return out + own[:, None] * Labels(y).slopes(q) if len(y) else out + own[:, None] * q.share
