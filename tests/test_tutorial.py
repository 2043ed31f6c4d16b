"""The claims of a first lesson in information theory, each as a test.

Learning that an unlikely event has happened tells more than learning that a likely one has; the
expectation of that is entropy; the extra cost of the wrong code is KL divergence; and minimising
cross-entropy is minimising KL divergence.
"""

from itertools import pairwise

import numpy as np
import pytest

from kullback.quantities import (
    binary_entropy,
    cross_entropy,
    entropy,
    kl_divergence,
    self_information,
)

PROBABILITIES = np.linspace(0.01, 1, 100)
DATA = np.array([0.5, 0.25, 0.125, 0.125])
MODEL = np.array([0.125, 0.125, 0.5, 0.25])


def test_self_information_is_minus_log_p_in_nats_or_shannons():
    np.testing.assert_allclose(self_information(PROBABILITIES), -np.log(PROBABILITIES), rtol=1e-15)
    np.testing.assert_allclose(
        self_information(PROBABILITIES, unit="shannons"), -np.log2(PROBABILITIES), rtol=1e-15
    )


def test_the_unlikelier_event_is_the_more_informative():
    assert (np.diff(self_information(PROBABILITIES)) < 0).all()
    assert self_information(1.0) == 0


def test_entropy_is_the_expectation_of_self_information():
    for p in (DATA, MODEL, [0.9, 0.05, 0.05]):
        assert entropy(p) == pytest.approx(np.dot(p, self_information(p)), rel=1e-15)


def test_entropy_is_low_near_certainty_and_greatest_when_uniform():
    assert entropy([1.0, 0.0]) == 0
    assert 0 < entropy([0.999, 0.001]) < 0.01
    coins = binary_entropy(PROBABILITIES)
    assert PROBABILITIES[coins.argmax()] == 0.5
    assert coins.max() == np.log(2)
    assert (np.diff(coins[:50]) > 0).all() and (np.diff(coins[49:]) < 0).all()
    np.testing.assert_allclose(coins, entropy(np.stack([PROBABILITIES, 1 - PROBABILITIES], -1)))


def test_kl_is_the_extra_length_of_messages_in_the_wrong_code():
    assert kl_divergence(DATA, MODEL) == pytest.approx(
        cross_entropy(DATA, MODEL) - entropy(DATA), rel=1e-15
    )


def test_extra_length_in_bits_of_a_real_prefix_code():
    """A code of -log2 q(x) bits for x exists where these are whole; the bits count themselves."""
    codewords = {0: "110", 1: "111", 2: "0", 3: "10"}
    assert [2.0 ** -len(word) for word in codewords.values()] == MODEL.tolist()
    assert not any(b.startswith(a) for a, b in pairwise(sorted(codewords.values())))
    message = [0] * 4 + [1] * 2 + [2] + [3]  # the proportions of DATA
    bits = len("".join(codewords[x] for x in message)) / len(message)
    assert bits == entropy(DATA, unit="bits") + kl_divergence(DATA, MODEL, unit="bits")
    assert bits == cross_entropy(DATA, MODEL, unit="bits")


def test_kl_is_never_negative_and_zero_only_for_equals():
    rng = np.random.default_rng(1)
    p, q = rng.dirichlet(np.ones(4), size=(2, 500))
    assert (kl_divergence(p, q) > 0).all()
    assert (kl_divergence(p, p) == 0).all()


def test_kl_is_not_symmetric():
    assert kl_divergence([0.9, 0.1], [0.5, 0.5]) != kl_divergence([0.5, 0.5], [0.9, 0.1])


def test_cross_entropy_is_entropy_plus_kl():
    assert cross_entropy(DATA, MODEL) == pytest.approx(
        entropy(DATA) + kl_divergence(DATA, MODEL), rel=1e-15
    )


def test_cross_entropy_is_the_negative_log_likelihood():
    """Its mean over observed labels is the cross-entropy of their proportions."""
    labels = np.repeat(np.arange(4), [8, 4, 2, 2])
    losses = cross_entropy(labels, np.tile(MODEL, (16, 1)), given=("labels", "probs"))
    np.testing.assert_allclose(losses, -np.log(MODEL[labels]), rtol=1e-15)
    assert losses.mean() == pytest.approx(cross_entropy(DATA, MODEL), rel=1e-15)


def test_minimising_cross_entropy_minimises_kl():
    """Over any family of models the two differ by the entropy of the data, a constant."""
    families = np.random.default_rng(2).dirichlet(np.ones(4), size=1000)
    cross, kl = cross_entropy(DATA, families), kl_divergence(DATA, families)
    np.testing.assert_allclose(cross - kl, entropy(DATA), rtol=1e-13)
    assert cross.argmin() == kl.argmin()
    mixtures = np.linspace(0, 1, 101)[:, np.newaxis] * (MODEL - DATA) + DATA
    assert cross_entropy(DATA, mixtures).argmin() == 0
