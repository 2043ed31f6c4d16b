"""Information gain: what a split tells about the classes, as a decision tree asks."""

from typing import Any

from kullback._units import Unit
from kullback.estimate.counts.entropy_estimator import EntropyEstimator
from kullback.estimate.estimate import Estimate
from kullback.estimate.samples import Held, Missing
from kullback.estimate.verbs.mutual_information import mutual_information
from kullback.estimate.verbs.tables import check_one_table_or_labels


def information_gain(
    classes: Any,
    split: Any = None,
    /,
    *,
    given: Held,
    weights: Any = None,
    groups: Any = None,
    support_size: tuple[int, int] | None = None,
    missing: Missing = "raise",
    estimator: str | EntropyEstimator = "auto",
    confidence: float = 0.95,
    unit: Unit = "nats",
    seed: int = 0,
) -> Estimate:
    r"""Estimate :math:`H(\text{classes}) - H(\text{classes} \mid \text{split})`.

    How much a decision tree learns by a split: `mutual_information` under its name in that trade.
    The plug-in is too high, the more so the more buckets a split makes, so that by it a tree
    splits on what tells nothing; the estimate has no such bias.

    Parameters
    ----------
    classes, split : sequences
        Labels, one of each for every observation: its class, and the bucket that the split puts it
        in. Or, with counts, `classes` alone: a table with one row for each bucket and one column
        for each class, as `kullback.information_gain` takes it.
    given : {"counts", "labels"}
        What they hold.
    weights : sequence of float, optional
        How much of the population each observation stands for; see `entropy`.
    groups : sequence, optional
        The document, user or session of each observation; see `entropy`.
    support_size : pair of int, optional
        How many classes and buckets there can be, for estimators that ask.
    missing : {"raise", "outcome", "drop"}
        What to do with labels that are missing: refuse them, count them as one outcome, leave their
        rows out.
    estimator : str or EntropyEstimator
        As in `mutual_information`.
    confidence : float
        Nominal coverage of the interval.
    unit : str
        Unit of the answer.
    seed : int
        As in `mutual_information`.

    Returns
    -------
    Estimate
        As from `mutual_information`.

    Raises
    ------
    ValueError, TypeError
        As `mutual_information` does.

    Source: Quinlan (1986), Induction of decision trees, Machine Learning 1, sec. 4.

    Examples
    --------
    Sixty balls, half of them red, are put in two buckets by their size. Small ones are mostly red:

    >>> from kullback import estimate
    >>> colours = ["red"] * 30 + ["blue"] * 30
    >>> by_size = ["small"] * 25 + ["large"] * 5 + ["small"] * 10 + ["large"] * 20
    >>> found = estimate.information_gain(colours, by_size, given="labels", unit="bits")
    >>> round(found.value, 2), round(found.plug_in, 2)
    (0.18, 0.2)

    The names that children gave them, one to each, seem to tell the colour to the last bit. They
    tell nothing:

    >>> names = [f"ball {i}" for i in range(60)]
    >>> found = estimate.information_gain(colours, names, given="labels", unit="bits")
    >>> abs(round(found.value, 2)), round(found.plug_in, 2)
    (0.0, 1.0)
    """
    check_one_table_or_labels(classes, split, given, "information gain")
    if given == "counts" and isinstance(support_size, tuple):  # buckets are the rows of a table
        support_size = support_size[::-1]
    return mutual_information(
        classes,
        split,
        given=given,
        weights=weights,
        groups=groups,
        support_size=support_size,
        missing=missing,
        estimator=estimator,
        confidence=confidence,
        unit=unit,
        seed=seed,
    )
