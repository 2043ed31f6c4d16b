"""Observed outcomes: all the probability on one class each."""

from dataclasses import dataclass

from kullback._arrays import Array, places, taken
from kullback._mass.logits import Logits
from kullback._mass.mass import Mass


@dataclass(frozen=True, slots=True)
class Labels:
    """One integer 0 ... n-1 per distribution it is compared with."""

    labels: Array

    def expected_surprise(self, of: Mass) -> Array:
        """Return the surprise of `of` at each label."""
        outcomes = of.outcomes
        return outcomes.answer(taken(outcomes.xp, of.surprise(), self.labels[..., None]))

    def slopes(self, of: Logits) -> Array:
        """Return the derivatives of that surprise by the logits of `of`.

        By the label's own it is minus what all the others hold: probability - 1 would lose what
        is left of a confident prediction.
        """
        outcomes, share = of.outcomes, of.share
        xp = outcomes.xp
        is_label = places(xp, share) == self.labels[..., None]
        others = xp.where(is_label, 0.0, share)
        of_top = xp.any(is_label & of.is_top, axis=-1, keepdims=True)
        at_label = -xp.where(of_top, of.rest / of.total, outcomes.sum(others))
        return xp.where(is_label, at_label, others)

    def divergence(self, q: Mass) -> Array:
        """Return D(label || q): an observed outcome has no entropy, so all of it is surprise."""
        return self.expected_surprise(q)
