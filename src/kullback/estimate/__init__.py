"""Quantities estimated from data: a value, its bias and its error bar, never a bare number.

`Estimate` is what comes back. `measures` holds each measure once; `counts/` one class per
estimator; `intervals` the two interval rules that they share.
"""

from kullback.estimate.estimate import Estimate as Estimate

__all__ = ["Estimate"]
