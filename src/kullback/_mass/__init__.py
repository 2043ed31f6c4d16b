"""Distributions as every quantity sees them, and the accurate steps all quantities are made of.

Every convention about zero and infinity is decided in this package, once:

- 0 log 0 = 0: an impossible outcome adds nothing to a mean under p, whatever q says of it.
- p > 0 where q = 0 is infinite. Not a clipped number and not an epsilon: infinite.
- Possible and impossible are facts about the input. A logit of -1e4 is possible though its
  probability underflows; only a logit of -inf, or a probability of 0, is not.
- A logit so far below the others that the difference overflows is infinitely surprising, but
  adds nothing to a mean in which it is itself too rare to have a weight.
- A row that is not a distribution is NaN: one with a NaN in it, or logits with +inf or nothing
  but -inf. Anything else that is not a distribution is refused.

`masses` reads what the caller holds as one of `Weights`, `Logits` and `Labels`; quantities ask
them for the same steps and never learn which. `joint` does it for tables of several variables,
`event` for single events.
"""

from kullback._mass.reading import Axes as Axes
from kullback._mass.reading import Form as Form
from kullback._mass.reading import Given as Given
from kullback._mass.reading import GivenOrLabels as GivenOrLabels
from kullback._mass.reading import event as event
from kullback._mass.reading import forms_of as forms_of
from kullback._mass.reading import joint as joint
from kullback._mass.reading import masses as masses
