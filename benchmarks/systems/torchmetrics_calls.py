"""torchmetrics' KL divergence, which divides probabilities by their sum."""

import torch
from torchmetrics.functional import kl_divergence

from benchmarks.systems.torch_calls import on_tensors


def _kl(p, q):
    return kl_divergence(p, q, reduction="none")


def _kl_of_logits(a, b):
    return kl_divergence(
        torch.log_softmax(a, -1), torch.log_softmax(b, -1), log_prob=True, reduction="none"
    )


CALLS = {
    "KL divergence of probabilities": _kl,
    "KL divergence of weights": _kl,
    "KL divergence of logits": _kl_of_logits,
}

SYSTEMS = (on_tensors("torchmetrics", CALLS),)
