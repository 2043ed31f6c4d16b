"""Miller–Madow: the plug-in entropy plus its first-order bias, (m − 1)/2n nats."""

from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.fingerprint import possible_outcomes
from kullback.estimate.counts.plug_in import PlugIn


@dataclass(frozen=True, slots=True)
class MillerMadow:
    r"""Return :math:`H(\hat p) + \frac{m - 1}{2n}` nats.

    `outcomes` is m, the number of possible outcomes; where it is not known, the outcomes seen, and
    then the answer is still too low for n below about 5m. Stated, and far above n, it adds more
    than there is: the correction holds for n well above m. The variance is that of the plug-in
    entropy, second order included.

    Error of rounding: a few units in the last digit.

    Source: Miller (1955), Note on the bias of information estimates, in Quastler (ed.), Information
    Theory in Psychology.

    Examples
    --------
    >>> round(MillerMadow().entropy([1, 2, 3, 2, 1]), 10)
    1.7451772898
    """

    outcomes: int | None = None

    @property
    def name(self) -> str:
        """Name for reports."""
        return "Miller–Madow"

    def entropy(self, counts: Array) -> float:
        """Return nats."""
        return PlugIn().entropy(counts) + self.correction(counts)

    def entropy_variance(self, counts: Array) -> float:
        """Return that of the plug-in entropy, in nats squared."""
        return PlugIn().entropy_variance(counts)

    def correction(self, counts: Array) -> float:
        """Return what is added to the plug-in entropy, in nats."""
        possible = possible_outcomes(int(np.count_nonzero(counts)), self.outcomes)
        return (possible - 1) / (2.0 * float(np.sum(counts)))
