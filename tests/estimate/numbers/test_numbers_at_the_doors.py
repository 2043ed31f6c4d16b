"""The verbs of `kullback.estimate`, handed numbers."""

import math

import numpy as np
import pytest

import kullback as kb
from kullback.estimate import ESTIMATORS_OF_NUMBERS, numbers

GENERATOR = np.random.default_rng(0)
X, NOISE = GENERATOR.normal(size=(2, 200))
Y = 0.6 * X + 0.8 * NOISE
LABELS = np.where(Y > 0, "high", "low")


def test_verbs_hand_numbers_on():
    asked = {"confidence": 0.9, "unit": "bits", "seed": 3}
    assert kb.estimate.kl_divergence(X, Y, given="numbers", **asked) == numbers.kl_divergence(
        X, Y, **asked
    )
    for given, pair in (
        ("numbers", (X, Y)),
        (("numbers", "labels"), (X, LABELS)),
        (("labels", "numbers"), (LABELS, X)),
    ):
        found = kb.estimate.mutual_information(*pair, given=given, **asked)
        assert found == numbers.mutual_information(*pair, given=given, **asked)
    found = kb.estimate.differential_entropy(X, unit="bits")
    assert found.low < 0.5 * np.log2(2 * np.pi * np.e) < found.high


@pytest.mark.parametrize(
    ("measure", "name"),
    [(m, name) for m, known in ESTIMATORS_OF_NUMBERS.items() for name in known],
)
def test_estimators_have_names(measure, name):
    verb, given = getattr(kb.estimate, measure), "numbers"
    pair = (X,) if measure == "differential_entropy" else (X, Y)
    if name == "ross":
        pair, given = (X, LABELS), ("numbers", "labels")
    asked = {} if measure == "differential_entropy" else {"given": given}
    by = ESTIMATORS_OF_NUMBERS[measure][name]
    found = verb(*pair, estimator=name, **asked)
    assert found == verb(*pair, estimator=by, **asked)
    assert found.estimator == by.name
    with pytest.raises(ValueError, match=f"estimator must be one of auto, .*{name}"):
        verb(*pair, estimator="best", **asked)
    with pytest.raises(TypeError, match="an object with `name`"):
        verb(*pair, estimator=type(by), **asked)


def test_numbers_have_no_entropy_of_outcomes():
    with pytest.raises(ValueError, match="differential_entropy"):
        kb.estimate.entropy(X, given="numbers")


def test_what_only_counts_have_is_refused():
    with pytest.raises(TypeError, match="support_size is for counts and labels"):
        kb.estimate.mutual_information(X, Y, given="numbers", support_size=(2, 2))
    with pytest.raises(TypeError, match="on_support_mismatch is for counts and labels"):
        kb.estimate.kl_divergence(X, Y, given="numbers", on_support_mismatch="inf")
    with pytest.raises(TypeError, match="takes two samples"):
        kb.estimate.mutual_information(X, given="numbers")
    with pytest.raises(ValueError, match="'numbers' for both samples"):
        kb.estimate.kl_divergence(X, LABELS, given=("numbers", "labels"))
    with pytest.raises(ValueError, match="seed"):
        kb.estimate.kl_divergence(X, Y, given="numbers", seed=-1)


@pytest.mark.parametrize("seed", [-1, 1.5, None, True])
@pytest.mark.parametrize(
    "ask",
    [
        lambda x, seed: kb.estimate.differential_entropy(x, seed=seed),
        lambda x, seed: kb.estimate.differential_entropy(x[:20], seed=seed),
        lambda x, seed: numbers.kl_divergence(x, x[::-1] + 1.0, seed=seed),
        lambda x, seed: numbers.kl_divergence(
            x, x[::-1] + 1.0, seed=seed, estimator="variational-bound"
        ),
        lambda x, seed: numbers.mutual_information(x, x[::-1], seed=seed),
    ],
)
def test_what_seeds_nothing_is_refused(ask, seed):
    with pytest.raises(ValueError, match="seed must be a whole number from 0 on"):
        ask(np.random.default_rng(3).normal(size=70), seed)


@pytest.mark.parametrize(
    ("confidence", "error", "words"),
    [
        ("0.9", TypeError, "confidence must be a number between 0 and 1"),
        (None, TypeError, "confidence must be a number between 0 and 1"),
        (1.0, ValueError, "confidence must lie between 0 and 1"),
        (math.nan, ValueError, "confidence must lie between 0 and 1"),
    ],
)
def test_what_is_no_confidence_is_refused(confidence, error, words):
    with pytest.raises(error, match=words):
        kb.estimate.differential_entropy(
            np.random.default_rng(3).normal(size=70), confidence=confidence
        )
    with pytest.raises(error, match=words):
        kb.estimate.entropy([3, 4], given="counts", confidence=confidence)
