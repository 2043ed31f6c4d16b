"""Mutual information of jointly normal numbers: correlation says all there is."""

import math
from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.numbers.sample import at_least


@dataclass(frozen=True, slots=True)
class Gaussian:
    r"""The closed form of the normal law, less the bias it has under that law.

    .. math::
        \hat I = \frac12 \log \frac{\det S_x \det S_y}{\det S} - \frac12 \left(
        \sum_{i=1}^{c} \psi_i + \sum_{i=1}^{d} \psi_i - \sum_{i=1}^{c+d} \psi_i \right),
        \quad \psi_i = \psi\left(\frac{n - i}{2}\right)

    with S the covariance of the sample, c and d the columns of x and of y; for one column each it
    is −½ log(1 − r²) less about 1/2n. Of other laws it says what a normal law of the same
    correlations would have. Sources: Gelfand & Yaglom (1957) for the closed form; Misra, Singh &
    Demchuk (2005) for the mean of the logarithm of det S.
    """

    @property
    def name(self) -> str:
        """Name for reports."""
        return "Gaussian"

    @property
    def takes_labels(self) -> bool:
        """Return whether y holds labels."""
        return False

    @property
    def needs_density(self) -> bool:
        """Return whether numbers that repeat stand in its way."""
        return False

    def most(self, n: int) -> float:
        """Return what n rows can show at most: there is no bound."""
        del n
        return math.inf

    def has_interval(self, columns: int) -> bool:
        """Return whether an interval for it is known to hold by leaving groups out."""
        del columns
        return False

    def mutual_information(self, x: Array, y: Array) -> float:
        """Return nats; `x` and `y` have shapes (n, c) and (n, d)."""
        return self.plug_in(x, y) - self.bias(len(x), x.shape[1], y.shape[1])

    def plug_in(self, x: Array, y: Array) -> float:
        """Return the closed form at the covariance of the sample, in nats."""
        columns = x.shape[1] + y.shape[1]
        at_least(len(x), columns + 2, "x", self.name)
        # Canonical correlations: no determinant overflows, and units drop out.
        own, other = _orthonormal(x), _orthonormal(y)
        correlations = np.linalg.svd(own.T @ other, compute_uv=False)
        if correlations.max() > 1.0 - 8.0 * np.finfo(float).eps * len(x) ** 0.5:
            raise ValueError(
                "a column of y depends linearly on x, to working precision: "
                "the mutual information of such normal numbers is infinite"
            )
        return float(-0.5 * np.log1p(-(correlations**2)).sum())

    def bias(self, n: int, x_columns: int, y_columns: int) -> float:
        """Return the mean of `plug_in` less the truth, under a normal law; in nats."""
        from scipy.special import digamma

        def total(columns: int) -> float:
            return float(digamma((n - np.arange(1, columns + 1)) / 2.0).sum())

        return 0.5 * (total(x_columns) + total(y_columns) - total(x_columns + y_columns))

    def interval(self, x: Array, y: Array, confidence: float) -> tuple[float, float]:
        """Return Fisher's interval for r, as mutual information; one column each."""
        from scipy.special import ndtri

        own, other = _orthonormal(x), _orthonormal(y)
        nearest = abs(float(own[:, 0] @ other[:, 0]))
        reach = float(ndtri((1.0 + confidence) / 2.0)) / math.sqrt(len(x) - 3)
        ends = np.arctanh(nearest) - reach, np.arctanh(nearest) + reach
        low, high = (float(np.log(np.cosh(end))) for end in ends)  # −½ log(1 − tanh²)
        return (low if ends[0] > 0.0 else 0.0), high


def _orthonormal(x: Array) -> Array:
    """Return orthonormal columns that span the centred ones."""
    if (x == x[0]).all(axis=0).any():
        raise ValueError("a column of x or y is constant, which tells nothing: leave it out")
    scaled = np.ldexp(x, -np.frexp(np.abs(x).max(axis=0))[1])  # no sum of them overflows
    centred = scaled - scaled.mean(axis=0)
    orthonormal, own = np.linalg.qr(centred / np.abs(centred).max(axis=0))
    if np.abs(np.diag(own)).min() <= len(x) * np.finfo(float).eps:
        raise ValueError(
            "columns of x or y depend on each other linearly: leave out those that others determine"
        )
    return orthonormal
