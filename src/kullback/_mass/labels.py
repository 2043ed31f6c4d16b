"""Observed outcomes: all the probability on one class each."""

from dataclasses import dataclass

from kullback._arrays import Array
from kullback._mass.mass import Mass


@dataclass(frozen=True, slots=True)
class Labels:
    """One integer 0 ... n-1 per distribution it is compared with."""

    labels: Array

    def expected_surprise(self, of: Mass) -> Array:
        """Return the surprise of `of` at each label."""
        outcomes = of.outcomes
        places = outcomes.xp.expand_dims(self.labels, axis=-1)
        return outcomes.answer(outcomes.xp.take_along_axis(of.surprise(), places, axis=-1))

    def divergence(self, q: Mass) -> Array:
        """Return D(label || q): an observed outcome has no entropy, so all of it is surprise."""
        return self.expected_surprise(q)
