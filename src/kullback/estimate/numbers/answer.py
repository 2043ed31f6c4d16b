"""From an estimator's number to an `Estimate`: interval, clipping, unit, warnings."""

import math
from collections.abc import Callable, Sequence

from kullback._arrays import Array
from kullback._units import Unit
from kullback.estimate.asked import check_confidence, check_seed
from kullback.estimate.estimate import Estimate, Size, clipped
from kullback.estimate.numbers.group_jackknife import (
    FEWEST_ROWS,
    GROUPS,
    standard_error,
    student,
)

MOST_TOO_LITTLE = 2.0  # standard errors; beyond it the bias is the larger part of the error


def answer(
    statistic: Callable[..., float],
    samples: Sequence[Sequence[Array]],
    *,
    estimator: str,
    interval_holds: bool,
    confidence: float,
    unit: Unit,
    seed: int,
    found: float | None = None,
    added: float = 0.0,
    lowest: float = 0.0,
    plug_in: float | None = None,
    interval: tuple[float, float] | None = None,
    too_little: float = 0.0,
    warnings: tuple[str, ...] = (),
    missing_mass: float | None = None,
    may_be_infinite: bool = False,
) -> Estimate:
    """Return the estimate of `statistic` plus the constant `added`, in `unit`.

    `found` is what the statistic is of the samples, where that was asked already.
    Where no interval is known to hold it is the whole line that the quantity can lie on; `interval`
    is one that the estimator knows by itself. The upper limit is higher by what an estimate is
    `too_little` by. Most have no plug-in value, since samples have no
    density: then `plug_in` is `raw`, and `bias` is 0.
    """
    check_confidence(confidence)
    check_seed(seed)
    if found is None:
        found = statistic(*(part for sample in samples for part in sample))
    raw = found + added
    n = tuple(len(sample[0]) for sample in samples)
    std_error, low, high = math.nan, lowest, math.inf
    if min(n) < FEWEST_ROWS:
        warnings += (f"fewer than {FEWEST_ROWS} rows: no error is given",)
    else:
        try:
            std_error = standard_error(statistic, samples, seed)
        except ValueError as reason:  # what all groups allow, 19 or one need not
            warnings += (f"no error is given: from some of the groups of rows, {reason}",)
        if interval is None and interval_holds and math.isfinite(std_error):
            low, high = student(raw, std_error, confidence)
            high += too_little
            if too_little > MOST_TOO_LITTLE * std_error:
                warnings += (
                    "more neighbours find less, so that there is more to be found: read it as a "
                    "lower bound",
                )
        elif interval is None and not interval_holds:
            warnings += (
                f"no interval is known to hold for {estimator} here, so none is given: "
                f"std_error (of {GROUPS} groups of rows) knows nothing of bias",
            )
    if interval is not None:
        low, high = interval
    value = clipped(raw, low=lowest)
    return Estimate(
        value=value,
        raw=raw,
        plug_in=raw if plug_in is None else plug_in,
        unit="nats",
        std_error=std_error,
        # An interval by its own rule, at little confidence, may lie beside the value.
        low=min(max(low, lowest), value),
        high=math.inf if may_be_infinite else max(high, value),
        confidence=confidence,
        n=_size(n),
        estimator=estimator,
        missing_mass=missing_mass,
        warnings=warnings,
    ).to(unit)


def _size(n: tuple[int, ...]) -> Size:
    return n[0] if len(n) == 1 else (n[0], n[1])
