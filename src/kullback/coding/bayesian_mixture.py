"""Several models at once, weighted by how well each has predicted so far."""

import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from kullback.coding.adaptive import fingerprint_of
from kullback.coding.autoregressive import PREDICTED, Autoregressive, CodingByCalls, shares_of
from kullback.coding.distributions import check_distributions
from kullback.coding.fixed import FixedModel

Part = FixedModel | Autoregressive


@dataclass(frozen=True)
class BayesianMixture:
    r"""The mixture of models of whole messages: q(x) is the sum of w(i) q_i(x).

    A message costs at most :math:`-\log_2 w(i)` bits more than in the code of the i-th model,
    whichever that is and however long the message: that is what not knowing the best one costs,
    once. Byte by byte, the models' probabilities are mixed by weights that start as w and are
    multiplied by what each model gave to the byte that came.

    It asks for probabilities byte by byte, as `Autoregressive` does, and the decoder has to get the
    same floats.

    Parameters
    ----------
    models : sequence of FixedModel and Autoregressive
    weights : sequence of float, optional
        Their probabilities beforehand; equal if not given.

    Raises
    ------
    ValueError
        There is no model, or the weights are no distribution over them.
    TypeError
        A model is none of the two.

    References
    ----------
    Cover & Thomas (2006), section 13.2.

    Examples
    --------
    >>> from kullback.coding import FixedModel, encode
    >>> own, other = FixedModel.from_counts(b"abab"), FixedModel.from_counts(b"xyxy")
    >>> both = BayesianMixture((own, other))
    >>> len(encode(b"abba" * 99, both)) - len(encode(b"abba" * 99, own, apart=True))
    0
    """

    models: tuple[Part, ...]
    weights: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        models = tuple(self.models)
        for model in models:
            if not isinstance(model, FixedModel | Autoregressive):
                raise TypeError(
                    f"models must be FixedModel or Autoregressive, got {type(model).__name__}"
                )
        equal = (1 / len(models),) * len(models) if models else ()
        weights = equal if self.weights is None else tuple(map(float, self.weights))
        if not models or len(weights) != len(models):
            raise ValueError(
                f"weights must be one for each model, got {len(weights)} for {len(models)} models"
            )
        check_distributions(np.array(weights), "weights")
        object.__setattr__(self, "models", models)
        object.__setattr__(self, "weights", weights)

    kind = 5
    parameter = 0
    description = None

    @property
    def fingerprint(self) -> bytes:
        """A digest of those of the models, and of the weights."""
        assert self.weights is not None  # __post_init__ has filled them in
        weights = struct.pack(f"<{len(self.weights)}d", *self.weights)
        return fingerprint_of(b"mixture", weights, *(each.fingerprint for each in self.models))

    def coding(self, *, costs: bool = False) -> CodingByCalls:
        """Return a coder that has seen nothing."""
        del costs
        posterior = _Posterior(self.models, np.array(self.weights))
        window = max(getattr(model, "window", 0) for model in self.models)
        return CodingByCalls(posterior.predict, window, posterior.note)


class _Posterior:
    """The weights of models, given what has come so far."""

    def __init__(self, models: tuple[Part, ...], weights: Any) -> None:
        self._predictions = [_prediction(model) for model in models]
        self._logs = _log(weights)  # the weight of what was worst so far may yet come back
        self._shares: Any = None

    def predict(self, last: bytes) -> Any:
        self._shares = np.array([prediction(last) for prediction in self._predictions])
        weights = np.exp(self._logs - self._logs.max())
        weights /= math.fsum(weights)
        return sum(w * row for w, row in zip(weights, self._shares, strict=True))

    def note(self, symbol: int) -> None:
        self._logs += _log(self._shares[:, symbol])


def _log(shares: Any) -> Any:
    with np.errstate(divide="ignore"):
        return np.log(shares)


def _prediction(model: Part) -> Callable[[bytes], Any]:
    """Return what gives the probabilities of a model after the last bytes."""
    if isinstance(model, FixedModel):
        shares = np.array(model.probabilities)
        return lambda last: shares
    predict, window = model.predict, model.window

    def asked(last: bytes) -> Any:
        shares = shares_of(predict(last[-window:] if window else b""))
        check_distributions(shares, PREDICTED)
        return shares / math.fsum(shares)

    return asked
