"""Values of every loss and option on one small batch, as PyTorch 2.13 and Liger-Kernel give them.

Those of cross-entropy, binary cross-entropy and distillation were computed with PyTorch 2.13 in
float64 and agree with the formulas to 2e-16; z-loss, softcap, the divergences and total variation
follow the definitions in Liger-Kernel, k1 to k3 those of Schulman (2020).
"""

import numpy as np
import pytest

from kullback import losses

X = np.array([[1, 2, 0.5], [-1, 0.3, 2], [0, 4, 1], [2, -1, 0.25]])
LABELS = np.array([1, 0, -100, 2])
CLASSES = [0.5, 2, 1.5]
SOFT = np.array([[0.2, 0.7, 0.1], [0.5, 0.5, 0], [0, 0, 1], [0.3, 0.3, 0.6]])
TEACHER = (1.3 * X)[::-1]
LOG_RATIOS = [0.5, -0.25, 1]

KNOWN = [
    ({}, 1.8750516733),
    ({"class_weight": CLASSES}, 1.3652240389),
    ({"class_weight": CLASSES, "reduction": "sum"}, 5.4608961554),
    ({"label_smoothing": 0.1}, 1.8494961178),
    ({"label_smoothing": 0.1, "class_weight": CLASSES}, 1.3934984690),
    ({"label_smoothing": 0.1, "class_weight": CLASSES, "reduction": "sum"}, 5.5739938759),
    ({"z_loss": 1e-4}, 1.8755783619),
    ({"softcap": 30.0}, 1.8736700213),
]
SOFTLY = [
    ({}, 2.1578480044),
    ({"class_weight": CLASSES}, 3.0273058330),
    ({"class_weight": CLASSES, "label_smoothing": 0.1}, 2.9457348805),
]
DISTILLED = [
    (losses.kl_divergence, TEACHER, X, {}, 0.5662201296),
    (losses.kl_divergence, TEACHER, X, {"scale_by_temperature_squared": True}, 2.2648805183),
    (losses.kl_divergence, X, TEACHER, {}, 0.5853630930),
    (losses.jensen_shannon_divergence, TEACHER, X, {"beta": 0.1}, 0.0497904346),
    (losses.jensen_shannon_divergence, TEACHER, X, {}, 0.1340806538),
    (losses.jensen_shannon_divergence, TEACHER, X, {"beta": 0.9}, 0.0509693326),
    (losses.jensen_shannon_divergence, TEACHER, X, {"beta": 0}, 0.5662201296),
    (losses.jensen_shannon_divergence, TEACHER, X, {"beta": 1}, 0.5853630930),
    (losses.total_variation, TEACHER, X, {}, 0.4649370002),
]


def is_about(wanted):
    return pytest.approx(wanted, rel=0, abs=6e-11)  # ten places, rounded


@pytest.mark.parametrize(("options", "wanted"), KNOWN)
def test_cross_entropy_of_labels(options, wanted):
    assert losses.cross_entropy(LABELS, X, **options) == is_about(wanted)


@pytest.mark.parametrize(("options", "wanted"), SOFTLY)
def test_cross_entropy_of_weights_of_classes(options, wanted):
    found = losses.cross_entropy(SOFT, X, given=("weights", "logits"), **options)
    assert found == is_about(wanted)


@pytest.mark.parametrize(("loss", "p", "q", "options", "wanted"), DISTILLED)
def test_distances_between_models(loss, p, q, options, wanted):
    assert loss(p, q, temperature=2.0, **options) == is_about(wanted)


def test_binary_cross_entropy():
    found = losses.binary_cross_entropy([0, 1, 0.25], [-1.5, 0.2, 3], pos_weight=3, reduction="sum")
    assert found == is_about(4.3187109135)


def test_entropy_of_the_rows_that_count():
    told = losses.token_losses(LABELS, X)
    assert told.entropy.sum() / 3 == is_about(0.6868428630)
    assert losses.entropy_bonus(X, where=LABELS != -100) == is_about(0.6868428630)


@pytest.mark.parametrize(
    ("estimator", "wanted"), [("k1", 0.4166666667), ("k2", 0.21875), ("k3", 0.1694785059)]
)
def test_divergence_from_samples(estimator, wanted):
    assert losses.sampled_kl_divergence(LOG_RATIOS, estimator=estimator).value == is_about(wanted)
