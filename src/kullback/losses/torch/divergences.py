"""KL and Jensen-Shannon divergence for PyTorch: `torch.nn.KLDivLoss`, and distillation from logits.

`input` is the model that learns, the student, and `target` the one it learns from, the teacher:
PyTorch's order, in which what is written D(target || input) takes `input` first.
"""

import warnings
from functools import partial

import torch
from torch import Tensor
from torch.nn import Module

from kullback.losses.options import between
from kullback.losses.torch.paired import (
    Form,
    Reduction,
    check_options,
    js_of_logits,
    kl_of_logits,
    of_logits,
    pair_of,
    reduced,
    terms_of,
)
from kullback.losses.torch.rows import refuse_old_names, told

MEAN = (
    "reduction='mean' divides the sum by the number of elements, not by that of the rows: "
    "'batchmean' is the mean divergence"
)


def kl_div(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: Reduction = "mean",
    log_target: bool = False,
    *,
    given: Form = "log_probs",
    axis: int = -1,
    temperature: float = 1.0,
    scale_by_temperature_squared: bool = False,
) -> Tensor:
    r"""Return the KL divergence D(target ‖ input) in nats, as `torch.nn.functional.kl_div` does.

    Parameters
    ----------
    input : Tensor, shape (...)
        Log-probabilities, or logits if `given` says so. Half precision is computed in float32.
    target : Tensor, shape (...)
        Probabilities, log-probabilities if `log_target`, or logits as `input`.
    size_average, reduce : bool, optional
        PyTorch's old names for `reduction`, refused.
    reduction : {"mean", "batchmean", "sum", "none"}
        ``"mean"`` divides by the number of elements, as PyTorch's does with the same warning;
        ``"batchmean"`` by the length of the first axis, that of classes apart where logits are
        given. ``"none"`` returns PyTorch's term of each element, and from logits the divergence of
        each row.
    log_target : bool
        Whether `target` holds log-probabilities. Not from logits.
    given : {"log_probs", "logits"}
        What `input` holds. Log-probabilities are taken element by element, checked for nothing;
        from logits each divergence is that of two distributions, fused, and right to 16 eps.
    axis : int
        The axis of classes of logits.
    temperature : float
        Divide the logits of both by this number.
    scale_by_temperature_squared : bool
        Multiply by the square of the temperature, so that derivatives keep their size.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError, TypeError
        Shapes differ, an option is out of its range or of the other form, or a tensor holds no
        real numbers.
    RuntimeError
        Tensors are on several devices.

    Notes
    -----
    An element that both exclude (a probability of 0 under a log-probability of -inf) adds nothing;
    PyTorch's is NaN. Derivatives by `target` are those of the definition.

    Examples
    --------
    >>> import torch
    >>> from kullback.losses.torch import kl_div
    >>> student, teacher = torch.tensor([[1.0, 1.5, 0.0]]), torch.tensor([[1.0, 2.0, 0.5]])
    >>> kl_div(student, teacher, reduction="batchmean", given="logits", temperature=2.0)
    tensor(0.0067)
    >>> kl_div(student.log_softmax(1), teacher.softmax(1), reduction="batchmean")
    tensor(0.0241)
    """
    refuse_old_names(size_average, reduce)
    check_options(reduction, given, temperature)
    x, t = pair_of(input, target)
    if reduction == "mean" and not torch.compiler.is_compiling():  # which cannot follow a warning
        warnings.warn(MEAN, UserWarning, stacklevel=2)
    if given == "log_probs":
        if temperature != 1.0 or scale_by_temperature_squared:
            raise ValueError("temperature divides logits: pass those, and given='logits'")
        return reduced(terms_of(x, t, log_target), reduction, len(x) if x.ndim else 1)
    if log_target:
        raise ValueError("log_target=True is for log-probabilities; from logits leave it out")
    define = partial(kl_of_logits, temperature=temperature)
    factor = temperature**2 if scale_by_temperature_squared else 1.0
    return of_logits("kl", x, t, axis, temperature, factor, reduction, define)


def js_div(
    input: Tensor,
    target: Tensor,
    reduction: Reduction = "batchmean",
    *,
    beta: float = 0.5,
    axis: int = -1,
    temperature: float = 1.0,
    scale_by_temperature_squared: bool = False,
) -> Tensor:
    r"""Return the Jensen-Shannon divergence of logits in nats, generalised by β.

    It is :math:`\beta D(p \| m) + (1 - \beta) D(q \| m)` with :math:`m = \beta p + (1 - \beta) q`,
    q the student's distribution and p the teacher's: see
    `kullback.losses.jensen_shannon_divergence`, also for what β = 0 and 1 mean.

    Parameters
    ----------
    input, target : Tensor, shape (..., k)
        Logits of the student and of the teacher.
    reduction : {"batchmean", "mean", "sum", "none"}
        As that of `kl_div` from logits.
    beta : float
        The teacher's share in the mixture. At ½ kernels answer.
    axis, temperature, scale_by_temperature_squared
        As those of `kl_div`.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError, TypeError, RuntimeError
        As `kl_div`, and if `beta` does not lie between 0 and 1.

    Examples
    --------
    >>> import torch
    >>> from kullback.losses.torch import js_div
    >>> js_div(torch.tensor([[1.0, 1.5, 0.0]]), torch.tensor([[1.0, 2.0, 0.5]]))
    tensor(0.0062)
    """
    check_options(reduction, "logits", temperature)
    between(beta, 0.0, 1.0, "beta")
    x, t = pair_of(input, target)
    if reduction == "mean" and not torch.compiler.is_compiling():  # which cannot follow a warning
        warnings.warn(MEAN, UserWarning, stacklevel=2)
    define = partial(js_of_logits, temperature=temperature, beta=beta)
    factor = temperature**2 if scale_by_temperature_squared else 1.0
    kind = "js" if beta == 0.5 else ""
    return of_logits(kind, x, t, axis, temperature, factor, reduction, define)


class KLDivLoss(Module):
    """The KL divergence D(target ‖ input), in the place of `torch.nn.KLDivLoss`.

    Parameters
    ----------
    size_average, reduce, reduction, log_target, given, axis, temperature, \
scale_by_temperature_squared
        As those of `kl_div`.

    Examples
    --------
    >>> import torch
    >>> from kullback.losses.torch import KLDivLoss
    >>> loss = KLDivLoss(reduction="batchmean", given="logits", temperature=2.0)
    >>> loss(torch.tensor([[1.0, 1.5, 0.0]]), torch.tensor([[1.0, 2.0, 0.5]]))
    tensor(0.0067)
    """

    def __init__(
        self,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: Reduction = "mean",
        log_target: bool = False,
        *,
        given: Form = "log_probs",
        axis: int = -1,
        temperature: float = 1.0,
        scale_by_temperature_squared: bool = False,
    ) -> None:
        super().__init__()
        refuse_old_names(size_average, reduce)
        check_options(reduction, given, temperature)
        self.reduction, self.log_target, self.given = reduction, log_target, given
        self.axis, self.temperature = axis, temperature
        self.scale_by_temperature_squared = scale_by_temperature_squared

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """Return the divergence of a batch."""
        return kl_div(
            input, target, reduction=self.reduction, log_target=self.log_target,
            given=self.given, axis=self.axis, temperature=self.temperature,
            scale_by_temperature_squared=self.scale_by_temperature_squared,
        )  # fmt: skip

    def extra_repr(self) -> str:
        """Return the options that are off their defaults."""
        return told(self, {"reduction": "mean", **_OF_KL, **_DEFAULTS})


class JSDivLoss(Module):
    """The Jensen-Shannon divergence of a student's logits and a teacher's.

    Parameters
    ----------
    reduction, beta, axis, temperature, scale_by_temperature_squared
        As those of `js_div`.

    Examples
    --------
    >>> import torch
    >>> from kullback.losses.torch import JSDivLoss
    >>> JSDivLoss(beta=0.1)(torch.tensor([[1.0, 1.5, 0.0]]), torch.tensor([[1.0, 2.0, 0.5]]))
    tensor(0.0022)
    """

    def __init__(
        self,
        reduction: Reduction = "batchmean",
        *,
        beta: float = 0.5,
        axis: int = -1,
        temperature: float = 1.0,
        scale_by_temperature_squared: bool = False,
    ) -> None:
        super().__init__()
        check_options(reduction, "logits", temperature)
        between(beta, 0.0, 1.0, "beta")
        self.reduction, self.beta, self.axis, self.temperature = reduction, beta, axis, temperature
        self.scale_by_temperature_squared = scale_by_temperature_squared

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """Return the divergence of a batch."""
        return js_div(
            input, target, self.reduction, beta=self.beta, axis=self.axis,
            temperature=self.temperature,
            scale_by_temperature_squared=self.scale_by_temperature_squared,
        )  # fmt: skip

    def extra_repr(self) -> str:
        """Return the options that are off their defaults."""
        return told(self, {"reduction": "batchmean", "beta": 0.5} | _DEFAULTS)


_DEFAULTS: dict[str, object] = {
    "axis": -1, "temperature": 1.0, "scale_by_temperature_squared": False,
}  # fmt: skip
_OF_KL = {"log_target": False, "given": "log_probs"}
