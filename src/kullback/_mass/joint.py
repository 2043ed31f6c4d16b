"""Joint distributions of several variables: their margins, conditions and dependence."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import mul

from kullback._arrays import Array
from kullback._mass.checks import check_on
from kullback._mass.exact import Double
from kullback._mass.gap import Gap
from kullback._mass.logits import Logits
from kullback._mass.mass import Mass
from kullback._mass.outcomes import Outcomes, moved
from kullback._mass.series import precision_of
from kullback._mass.weights import log_ratio, without_noise


@dataclass(frozen=True, slots=True)
class Joint:
    """Cells of a table with one axis for each variable, `cells.outcomes.sizes` outcomes each."""

    cells: Mass

    def variable_on(self, axis: int) -> int:
        """Return which variable lies on one of the caller's axes."""
        outcomes = self.cells.outcomes
        return check_on(axis, outcomes.axes, self.cells.weight.ndim - 1 + len(outcomes.sizes))

    def entropy(self) -> Array:
        """Return the entropy of all variables together."""
        return self.cells.expected_surprise(of=self.cells)

    def conditional_entropy(self, on: int) -> Array:
        """Return the mean entropy of the other variables once variable `on` is known."""
        outcomes = self.cells.outcomes
        xp, rows = outcomes.xp, self._rows(on)
        share = xp.sum(self._by(on, self.cells.share), axis=-1)
        mean = share * xp.where(share == 0, 0.0, rows.expected_surprise(of=rows))
        return outcomes.answer(outcomes.sum(mean))

    def dependence(self) -> Array:
        """Return the divergence from the table that the margins make if all are independent."""
        return self._divergence(self._gap_to_independence())

    def dependence_given_the_last(self) -> Array:
        """Return the divergence from independence of the first two, given the third."""
        shares = self._shares()
        first, second = (shares.sum(axis) for axis in (-2, -3))
        return self._divergence(self._gap(shares, [first, second / first.sum(-3)]))

    def pointwise_dependence(self) -> Array:
        """Return log p(x, y) / (p(x) p(y)) of each cell: -inf where only the pair is impossible.

        NaN where x or y itself is impossible: then there is nothing to compare with.
        """
        outcomes = self.cells.outcomes
        xp = outcomes.xp
        ratio = self._gap_to_independence().log_ratio()
        if isinstance(self.cells, Logits):  # some of which are possible and too rare for a float
            least = 2.0 ** -(precision_of(xp, ratio).largest_exponent // 2)
            ratio = xp.where(self.cells.share < least, self._log_ratio_of_the_rare(), ratio)
        alive = [xp.any(self._by(k, self.cells.possible), axis=-1) for k in (0, 1)]
        both = alive[0][..., :, None] & alive[1][..., None, :]
        alone = self.cells.impossible & xp.reshape(both, ratio.shape)
        ratio = xp.where(self.cells.possible, ratio, math.nan)
        ratio = xp.where(alone, -math.inf, ratio)
        return outcomes.spread(xp.where(xp.isnan(self.cells.total), math.nan, ratio))

    def _divergence(self, gap: Gap) -> Array:
        outcomes = self.cells.outcomes
        return outcomes.answer(outcomes.sum(gap.divergence_terms(1.0)))

    def _shares(self) -> Double:
        """Return the probabilities as a table, in twice the digits of a float."""
        outcomes, weight = self.cells.outcomes, self.cells.weight
        weights = Double.of(outcomes.xp, weight)
        shares = weights / weights.sum(-1)
        return Double(outcomes.xp, outcomes.unfolded(shares.high), outcomes.unfolded(shares.low))

    def _gap_to_independence(self) -> Gap:
        variables = range(-len(self.cells.outcomes.sizes), 0)
        shares = self._shares()
        margins = [
            reduce(Double.sum, (axis for axis in variables if axis != kept), shares)
            for kept in variables
        ]
        return self._gap(shares, margins)

    def _gap(self, shares: Double, factors: Sequence[Double]) -> Gap:
        """Return how far the table is from the product of the factors.

        Both are known to eps squared, so that their difference is right to eps of itself, however
        nearly independent the variables are.
        """
        xp = self.cells.outcomes.xp
        product = reduce(mul, factors)
        difference = without_noise(xp, shares.minus(product), product.high)
        possible = shares.high > 0
        held = xp.where(possible, shares.high, 1.0)
        divisors = [xp.where(possible, factor.high, 1.0) for factor in factors]
        gap = Gap(
            xp, shares.high, product.high, difference, False, lambda: possible,
            lambda: xp.zeros_like(possible), lambda: log_ratio(xp, held, *divisors),
        )  # fmt: skip
        return gap.folded(self.cells.weight.shape)

    def _by(self, variable: int, x: Array) -> Array:
        """Return cells as rows: one for each outcome of a variable, the others along it."""
        outcomes = self.cells.outcomes
        count = len(outcomes.sizes)
        table = moved(outcomes.xp, outcomes.unfolded(x), [variable - count], [-count])
        return outcomes.xp.reshape(table, (*x.shape[:-1], outcomes.sizes[variable], -1))

    def _rows(self, variable: int) -> Mass:
        """Return the distributions of the others, one for each outcome of a variable."""
        xp = self.cells.outcomes.xp
        held = self._by(variable, self.cells.held)
        empty = ~xp.any(self._by(variable, self.cells.possible), axis=-1, keepdims=True)
        # Any distribution will do where the outcome never happens: its weight is 0.
        return type(self.cells).read(xp.where(empty, 1.0, held), Outcomes(xp, (-1,), False))

    def _log_ratio_of_the_rare(self) -> Array:
        """Return the pointwise dependence by way of logarithms alone."""
        cells, xp = self.cells, self.cells.outcomes.xp
        surprises = []
        for variable in (0, 1):
            rows = self._rows(variable)
            assert isinstance(cells, Logits) and isinstance(rows, Logits)
            log_margin = (rows.top + xp.log1p(rows.rest))[..., 0]
            surprises.append((cells.top - log_margin) + xp.log1p(cells.rest))
        both = surprises[0][..., :, None] + surprises[1][..., None, :]
        surprise = xp.where(cells.possible, cells.surprise(), 0.0)
        return xp.reshape(both, surprise.shape) - surprise
