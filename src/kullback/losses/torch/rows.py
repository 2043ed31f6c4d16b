"""Inputs and targets in PyTorch's shapes, checked, as rows with the classes last."""

from typing import NamedTuple

import array_api_compat.torch as torch_namespace
import torch
from torch import Tensor
from torch.nn import Module

from kullback._arrays import integers_of
from kullback.losses.options import between, check_label, not_negative
from kullback.losses.reductions import check_reduction
from kullback.losses.torch.sweeps import holds_values, is_transformed

HALVES = (torch.float16, torch.bfloat16)
INTEGERS = (
    torch.uint8, torch.uint16, torch.uint32, torch.uint64,
    torch.int8, torch.int16, torch.int32, torch.int64,
)  # fmt: skip


class Rows(NamedTuple):
    """Logits (n, k); labels (n) or weights (n, k); a weight for each class; the answer's shape."""

    x: Tensor
    y: Tensor | None
    t: Tensor | None
    w: Tensor | None
    shape: torch.Size


def read(
    input: Tensor, target: Tensor, weight: Tensor | None, ignored: int, smoothing: float,
    shift: bool,
) -> Rows:  # fmt: skip
    """Return what is measured, or say why it cannot be."""
    given = {"input": input, "target": target, "weight": weight}
    check_tensors({name: x for name, x in given.items() if x is not None})
    x = in_single(input)
    axis = 0 if x.ndim == 1 else 1
    of_labels = not target.is_floating_point()
    _check_target(x, target, axis, of_labels, ignored)
    t = target
    if x.ndim > 2:  # each step takes its time, and another on the way back
        x, t = x.movedim(axis, -1), t if of_labels else t.movedim(axis, -1)
    if shift:
        x, t = _shifted(x, t, of_labels)
    k = x.shape[-1]
    w = None if weight is None else class_weights(weight, k, x.dtype)
    shape = x.shape[:-1]
    if x.ndim != 2:
        x, t = x.reshape(-1, k), t.reshape(-1, *(() if of_labels else (k,)))
    if of_labels:
        return Rows(x, integers_of(torch_namespace, t, "target"), None, w, shape)
    t = t if t.dtype == x.dtype else t.to(x.dtype)  # under transforms the same is another
    if smoothing:
        t = (1.0 - smoothing) * t + smoothing / k
    return Rows(x, None, t if w is None else t * w, None, shape)


def check_options(reduction: str, label_smoothing: float, z_loss: float, ignore_index: int) -> None:
    """Refuse options out of their range."""
    check_reduction(reduction)
    check_label(ignore_index, "ignore_index", ", one that there is not to ignore no label")
    between(label_smoothing, 0.0, 1.0, "label_smoothing")
    not_negative(z_loss, "z_loss")


def refuse_old_names(size_average: bool | None, reduce: bool | None) -> None:
    """Refuse what PyTorch itself has long warned of."""
    if size_average is not None or reduce is not None:
        raise ValueError("size_average and reduce are no longer understood: use reduction")


def told(module: Module, defaults: dict[str, object]) -> str:
    """Return the options of a module that are off their defaults, as they were given."""
    given = {name: getattr(module, name) for name in defaults}
    return ", ".join(f"{k}={v!r}" for k, v in given.items() if v != defaults[k])


def in_single(x: Tensor) -> Tensor:
    """Return x as it is, or in float32 if it is of half precision."""
    return x.float() if x.dtype in HALVES else x


def check_tensors(given: dict[str, Tensor]) -> None:
    """Require tensors on one device, the first of which holds real logits."""
    for name, x in given.items():
        if not isinstance(x, Tensor):
            raise TypeError(f"{name} must be a tensor, got {type(x).__qualname__}")
    first, x = next(iter(given.items()))
    if not x.is_floating_point():
        raise TypeError(f"{first} must hold real numbers, got dtype {x.dtype}")
    devices = {name: x.device for name, x in given.items()}
    if len(set(devices.values())) > 1:
        told = ", ".join(f"{name} on {device}" for name, device in devices.items())
        raise RuntimeError(f"all tensors must be on one device; got {told}: move them by .to()")


def _check_target(x: Tensor, target: Tensor, axis: int, of_labels: bool, ignored: int) -> None:
    if x.ndim == 0 or x.shape[axis] == 0:
        raise ValueError(f"input must have at least one class on axis 1, got {tuple(x.shape)}")
    shape, rows = tuple(x.shape), tuple(n for i, n in enumerate(x.shape) if i != axis)
    if of_labels and target.dtype not in INTEGERS:
        raise TypeError(f"target must hold integer labels or real weights, got {target.dtype}")
    if tuple(target.shape) != (rows if of_labels else shape):
        raise ValueError(
            f"target must hold the label of each row of input {shape} with its classes on axis "
            f"{axis}, an integer tensor of shape {rows}, or a weight for each class, a real one of "
            f"shape {shape}; got {target.dtype} of shape {tuple(target.shape)}"
        )
    if not of_labels and ignored >= 0:
        raise ValueError(
            f"ignore_index={ignored} is for labels, and target holds weights of dtype "
            f"{target.dtype}: leave rows out, or make their weights 0"
        )


def class_weights(weight: Tensor, k: int, dtype: torch.dtype) -> Tensor:
    """Return a weight for each of k classes, or say why it is none."""
    if tuple(weight.shape) != (k,):
        raise ValueError(
            f"weight must hold one number for each of the {k} classes, which makes shape ({k},); "
            f"got {tuple(weight.shape)}"
        )
    if weight.is_complex():
        raise TypeError(f"weight must hold real numbers, got dtype {weight.dtype}")
    return weight if weight.dtype == dtype else weight.to(dtype)  # under transforms, another


def check_not_negative(x: Tensor | None, name: str) -> None:
    """Refuse what the definition would, where values can be seen."""
    if x is None or torch.compiler.is_compiling() or is_transformed() or not holds_values(x):
        return
    held = x.detach()
    wrong = held[(held < 0) | held.isinf()]
    if wrong.numel():
        raise ValueError(f"{name} must be zero or more, and finite, got {float(wrong[0]):g}")


def _shifted(x: Tensor, t: Tensor, of_labels: bool) -> tuple[Tensor, Tensor]:
    if x.ndim < 2:
        raise ValueError("shift=True needs an axis of positions beside that of the classes")
    return x[..., :-1, :], t[..., 1:] if of_labels else t[..., 1:, :]
