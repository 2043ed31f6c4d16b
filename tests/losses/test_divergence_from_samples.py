"""KL divergence from samples of a policy: what its terms are in the mean, and their derivatives."""

import math
from functools import partial

import numpy as np
import pytest

from kullback.losses import kl_divergence, sampled_kl_divergence, sampled_kl_terms
from libraries import TORCH, on

RNG = np.random.default_rng(5)
POLICY, REFERENCE, OLD = 2 * RNG.standard_normal((3, 5))


def test_samples_of_a_known_divergence():
    """Over all outcomes of q, weighed by q, k1 and k3 are D(q||p); so they are off policy."""
    q, p, old = (np.exp(x) / np.exp(x).sum() for x in (POLICY, REFERENCE, OLD))
    truth = float((q * np.log(q / p)).sum())
    for estimator in ("k1", "k3"):
        on_policy = sampled_kl_terms(np.log(q / p), estimator=estimator)
        assert q @ on_policy == pytest.approx(truth)
        off_policy = sampled_kl_terms(
            np.log(q / p), estimator=estimator, log_importance_ratios=np.log(q / old)
        )
        assert old @ off_policy == pytest.approx(truth)
    assert q @ sampled_kl_terms(np.log(q / p), estimator="k2") != pytest.approx(truth, rel=1e-3)


@pytest.mark.parametrize(
    ("divergence", "deviations"),
    [(0.001, (45, 1.4, 1.4)), (0.03, (8.2, 1.4, 1.4)), (0.9, (1.5, 1.9, 2.0))],
)
def test_moments_between_normal_laws(divergence, deviations):
    """Log-ratios are normal there, of mean D and variance 2D: k2 is too high by D/2 of itself.

    And its variance is 2D² + 2D³, that of k3 exp(2D) - 1 - 2D, that of k1 2D.
    """
    z = np.linspace(-12, 12, 20001)
    weights = np.exp(-z * z / 2)
    weights /= weights.sum()
    ratios, found = divergence + math.sqrt(2 * divergence) * z, []
    for estimator, mean in (("k1", 1.0), ("k2", 1 + divergence / 2), ("k3", 1.0)):
        terms = sampled_kl_terms(ratios, estimator=estimator)
        assert weights @ terms == pytest.approx(mean * divergence, rel=1e-9)
        found.append(math.sqrt(weights @ (terms - weights @ terms) ** 2) / divergence)
    exactly = (
        2 / divergence,
        2 + 2 * divergence,
        (math.expm1(2 * divergence) - 2 * divergence) / divergence**2,
    )
    np.testing.assert_allclose(found, np.sqrt(exactly), rtol=1e-6)
    np.testing.assert_allclose(found, deviations, rtol=0.03)


@on(TORCH)
def test_what_derivatives_of_samples_mean(library):
    """In the mean over q, exactly: of k1 nothing, of k2 those of D(q||p), of k3 of D(p||q)."""
    torch = library.xp
    x = torch.tensor(POLICY, requires_grad=True)
    p = torch.log_softmax(torch.tensor(REFERENCE), -1)

    def slopes(loss):
        return torch.autograd.grad(loss, x)[0]

    def mean_of(estimator, weigh):
        log_q = torch.log_softmax(x, -1)
        ratios = log_q - log_q.detach() if weigh else None
        terms = sampled_kl_terms(log_q - p, estimator=estimator, log_importance_ratios=ratios)
        return slopes((log_q.detach().exp() * terms).sum())

    forward, reverse = slopes(kl_divergence(x, p)), slopes(kl_divergence(p, x))
    close = partial(np.testing.assert_allclose, rtol=1e-10, atol=1e-14)
    close(mean_of("k1", False), torch.zeros(5))
    close(mean_of("k2", False), forward)
    close(mean_of("k3", False), reverse)
    close(mean_of("k1", True), forward)
    close(mean_of("k3", True), forward)


def test_the_variance_of_a_mean_of_samples():
    ratios = RNG.standard_normal(50)
    terms = sampled_kl_terms(ratios)
    found = sampled_kl_divergence(np.append(ratios, 1e3), where=np.arange(51) < 50)
    assert found.value == pytest.approx(terms.mean())
    assert found.variance == pytest.approx(np.var(terms, ddof=1) / 50) and found.n == 50
    alone = sampled_kl_divergence([0.5])
    assert math.isnan(alone.variance) and alone.n == 1
    assert math.isnan(sampled_kl_divergence([]).value)
