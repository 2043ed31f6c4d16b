"""Losses to train with: cross-entropy and what it costs to follow its slope."""

from kullback.losses.functional import cross_entropy_with_gradient as cross_entropy_with_gradient
from kullback.losses.functional import kl_divergence_with_gradient as kl_divergence_with_gradient
