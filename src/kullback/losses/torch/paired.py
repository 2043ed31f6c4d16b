"""Pairs of tensors: read, measured from log-probabilities element by element or from logits."""

from functools import partial
from typing import Literal, TypeAlias

import torch
from torch import Tensor

from kullback.losses import functional
from kullback.losses.options import above_zero
from kullback.losses.torch.pairs import Measured, divergence_of_rows
from kullback.losses.torch.rows import check_tensors, in_single

Reduction: TypeAlias = Literal["none", "batchmean", "sum", "mean"]
REDUCTIONS = ("none", "batchmean", "sum", "mean")
Form: TypeAlias = Literal["log_probs", "logits"]
FORMS = ("log_probs", "logits")


def kl_of_logits(x: Tensor, t: Tensor, temperature: float) -> Tensor:
    """Return the divergence of each row by its definition."""
    value: Tensor = functional.kl_divergence(t, x, temperature=temperature, reduction="none")
    return value


def js_of_logits(x: Tensor, t: Tensor, temperature: float, beta: float) -> Tensor:
    """Return the divergence of each row by its definition."""
    value: Tensor = functional.jensen_shannon_divergence(
        t, x, beta=beta, temperature=temperature, reduction="none"
    )
    return value


def of_logits(
    kind: str, x: Tensor, t: Tensor, axis: int, temperature: float, factor: float,
    reduction: Reduction, define: partial[Tensor],
) -> Tensor:  # fmt: skip
    """Return a divergence of each row of logits times a factor, reduced."""
    if x.ndim == 0 or not -x.ndim <= axis < x.ndim or x.shape[axis] == 0:
        raise ValueError(f"input must have an axis {axis} of classes, got {tuple(x.shape)}")
    x, t = x.movedim(axis, -1), t.movedim(axis, -1)
    times = None if reduction == "none" else factor / _number_of(x, reduction)
    rows, shape = x.reshape(-1, x.shape[-1]), x.shape[:-1]
    how = Measured(kind, float(temperature), times, define)
    value = divergence_of_rows(rows, t.reshape(rows.shape), how)
    return value.reshape(shape) * factor if reduction == "none" else value


def _number_of(x: Tensor, reduction: str) -> float:
    """Return what a sum over rows, classes last, is divided by: NaN where that is nothing."""
    if reduction == "sum":
        return 1.0
    number = x.numel() if reduction == "mean" else x.shape[0] if x.ndim > 1 else 1
    return number or torch.nan


def terms_of(x: Tensor, t: Tensor, log_target: bool) -> Tensor:
    """Return t (log t - x) of each element, 0 where t is."""
    if log_target:
        nothing = t == -torch.inf
        log_t = torch.where(nothing, 0.0, t)
        return torch.where(nothing, 0.0, torch.exp(log_t) * (log_t - torch.where(nothing, 0.0, x)))
    nothing = t == 0
    some = torch.where(nothing, 1.0, t)
    return torch.where(nothing, 0.0, some * (some.log() - torch.where(nothing, 0.0, x)))


def reduced(terms: Tensor, reduction: str, rows: int) -> Tensor:
    """Return the terms, their sum, or what it is per element or row."""
    if reduction == "none":
        return terms
    total = terms.sum()
    if reduction == "sum":
        return total
    return total / (terms.numel() if reduction == "mean" else rows)


def pair_of(input: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Return both in one type, or say why they are no pair."""
    check_tensors({"input": input, "target": target})
    if not target.is_floating_point():
        raise TypeError(f"target must hold real numbers, got dtype {target.dtype}")
    if input.shape != target.shape:
        raise ValueError(
            f"input and target must be of one shape, got {tuple(input.shape)} and "
            f"{tuple(target.shape)}"
        )
    x, t = in_single(input), in_single(target)
    kind = torch.promote_types(x.dtype, t.dtype)
    return x.to(kind), t.to(kind)


def check_options(reduction: str, given: str, temperature: float) -> None:
    """Refuse words that are none, and temperatures."""
    for name, word, words in (
        ("reduction", reduction, REDUCTIONS), ("given", given, FORMS)
    ):  # fmt: skip
        if word not in words:
            raise ValueError(f"{name} must be one of {', '.join(map(repr, words))}; got {word!r}")
    above_zero(temperature, "temperature")
