"""kullback on PyTorch tensors, as it is and compiled."""

import torch

import kullback as kb
from benchmarks.systems import System
from benchmarks.systems.ours import CALLS, GRADIENT, LABELS
from benchmarks.systems.torch_calls import gradient_of, needs_a_compiler


def _total_loss(logits, labels):
    return kb.cross_entropy(labels, logits, given=LABELS).sum()


SYSTEMS = (
    System("kullback on tensors", CALLS | {GRADIENT: gradient_of(_total_loss)}, torch.from_numpy),
    System(
        "kullback, torch.compile",
        {task: torch.compile(call) for task, call in CALLS.items()}
        | {GRADIENT: gradient_of(torch.compile(_total_loss))},
        torch.from_numpy,
        probe=needs_a_compiler,
    ),
)
