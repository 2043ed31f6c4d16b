"""Mutual information of two labels that are observed in pairs."""

from typing import Any

from kullback._units import Unit
from kullback.estimate import measures
from kullback.estimate.estimate import Estimate
from kullback.estimate.samples import Held, check_given, checked_table, contingency_table
from kullback.estimate.verbs.asking import check_confidence, check_unit


def mutual_information(
    x: Any,
    y: Any = None,
    /,
    *,
    given: Held,
    confidence: float = 0.95,
    unit: Unit = "nats",
) -> Estimate:
    r"""Estimate :math:`I(X; Y) = \sum_{x, y} p(x, y) \log \frac{p(x, y)}{p(x) p(y)}`.

    Parameters
    ----------
    x, y : sequences
        Labels, one of each for every observation; or, with counts, `x` alone: their table, one row
        for each outcome of X and one column for each of Y.
    given : {"counts", "labels"}
        What they hold.
    confidence : float
        Nominal coverage of the interval.
    unit : str
        Unit of the answer.

    Returns
    -------
    Estimate
        Never below 0 nor above the logarithm of the shorter side. Empty rows and columns say
        nothing. Where there are fewer observations than cells, it says so.

    Raises
    ------
    ValueError
        Labels that are not in pairs; nothing observed; counts or labels that are none.
    TypeError
        Data of another kind than was said; labels that cannot be hashed; a table and labels.

    Source: the mean under independence is taken off, with the factor of Williams (1976).

    Examples
    --------
    >>> from kullback import estimate
    >>> found = estimate.mutual_information([[40, 10], [20, 30]], given="counts")
    >>> round(found.value, 3), round(found.plug_in, 3)
    (0.081, 0.086)
    """
    check_given(given)
    check_confidence(confidence)
    check_unit(unit)
    if given == "counts" and y is not None:
        raise TypeError("with counts, mutual information takes one table of both outcomes")
    if given == "labels" and y is None:
        raise TypeError("with labels, mutual information takes two sequences, one of each outcome")
    table = checked_table(x) if given == "counts" else contingency_table(x, y)
    return measures.mutual_information(table, confidence=confidence).to(unit)
