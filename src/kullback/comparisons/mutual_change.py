"""Did mutual information change? The second look at a pair, for all pairs at once.

It sees a dependence that grew or shrank with more power than odds ratios do, and is blind to one
that turned round. Mutual information also changes with the margins: it is a fair question only
where both columns stayed as they were.
"""

import numpy as np

from kullback._arrays import Array


def p_of_equal_information(tables: Array) -> Array:
    """Return a p-value for tables of shape (pairs, 2, r, c): is the information the same?"""
    from scipy.special import ndtr

    n = tables.sum(axis=(2, 3)).astype(np.float64)
    plug_in, variance = _information(tables)
    # A small sample may lack the rare cells that information varies by: both together have them.
    _, together = _information(tables.sum(axis=1, keepdims=True))
    levels = [(tables.sum(axis=axis) > 0).sum(axis=2) - 1 for axis in (3, 2)]
    degrees = levels[0] * levels[1]
    value = plug_in - degrees / (2.0 * n)
    change = value[:, 1] - value[:, 0]
    # The second part is the variance where the columns are independent.
    total = (np.maximum(variance, together) / n + 2.0 * degrees / (4.0 * n**2)).sum(axis=1)
    z = np.abs(change) / np.sqrt(np.where(total > 0.0, total, np.inf))
    return np.asarray(2.0 * ndtr(-z))


def _information(tables: Array) -> tuple[Array, Array]:
    """Return the plug-in mutual information in nats, and the variance of what one row adds."""
    share = tables / tables.sum(axis=(2, 3), keepdims=True)
    rows, columns = share.sum(axis=3, keepdims=True), share.sum(axis=2, keepdims=True)
    seen = share > 0.0
    pointwise = np.log(np.where(seen, share, 1.0) / np.where(seen, rows * columns, 1.0))
    plug_in = (share * pointwise).sum(axis=(2, 3))
    variance = (share * (pointwise - plug_in[:, :, None, None]) ** 2).sum(axis=(2, 3))
    return plug_in, variance
