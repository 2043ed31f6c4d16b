"""kullback on PyTorch tensors, as it is and compiled."""

import torch

import kullback as kb
from benchmarks.systems.ours import CALLS, GRADIENT, LABELS
from benchmarks.systems.torch_calls import gradient_of, needs_a_compiler, on_tensors


def _total_loss(logits, labels):
    return kb.cross_entropy(labels, logits, given=LABELS).sum()


ALL = CALLS | {GRADIENT: gradient_of(_total_loss)}
COMPILED = {task: torch.compile(call) for task, call in CALLS.items()}
COMPILED[GRADIENT] = gradient_of(torch.compile(_total_loss))

SYSTEMS = (
    on_tensors("kullback on tensors", ALL),
    on_tensors("kullback, torch.compile", COMPILED, probe=needs_a_compiler),
)
