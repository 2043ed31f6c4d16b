"""Miller–Madow: the plug-in entropy plus its first-order bias, (m − 1)/2n nats."""

from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.plug_in import PlugIn


@dataclass(frozen=True, slots=True)
class MillerMadow:
    """Plug-in entropy with the correction of Miller (1955).

    `outcomes` is m, the number of possible outcomes; where it is not known, the outcomes seen.
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
        possible = int(np.count_nonzero(counts)) if self.outcomes is None else self.outcomes
        return (possible - 1) / (2.0 * float(counts.sum()))
