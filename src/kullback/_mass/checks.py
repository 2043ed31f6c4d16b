"""What an input must be before anything is measured, and the sentence said when it is not."""

import operator
from collections.abc import Sequence

from kullback._arrays import Array, Namespace, anywhere, constant


def check_axes(array: Array, axes: object, count: int | None, name: str) -> tuple[int, ...]:
    """Return the axes of a joint distribution as `count` different ones that exist, or as all."""
    if axes is None and count is None:
        axes = tuple(range(array.ndim))
        if not axes:
            raise ValueError(f"{name} is a single number, not a joint distribution")
    wanted = "two or more" if count is None else {2: "two", 3: "three"}[count]
    if not isinstance(axes, tuple | list) or len(axes) != (count or max(len(axes), 1)):
        raise ValueError(f"axes must name {wanted} axes of {name}, got {axes!r}")
    if array.ndim < len(axes):
        raise ValueError(
            f"{name} must have {wanted} axes at least, one for each variable, got shape "
            f"{tuple(array.shape)}"
        )
    for axis in axes:
        check_axis(array, axis, name)
    if len({axis % array.ndim for axis in axes}) < len(axes):
        raise ValueError(f"axes {tuple(axes)} name one axis of {name} twice")
    return tuple(operator.index(axis) for axis in axes)


def check_on(on: int, axes: Sequence[int], ndim: int) -> int:
    """Return which of the axes `on` is."""
    places = [i for i, axis in enumerate(axes) if axis % ndim == operator.index(on) % ndim]
    if not places or not -ndim <= on < ndim:
        raise ValueError(f"on must be one of the axes {tuple(axes)}, got {on}")
    return places[0]


def check_axis(array: Array, axis: int, name: str) -> None:
    """Require an axis of at least one outcome."""
    if array.ndim == 0:
        raise ValueError(
            f"{name} is a single number, not a distribution; list its outcomes, or for one event "
            "use self_information or binary_entropy"
        )
    if not hasattr(axis, "__index__"):
        raise TypeError(f"axis must be an integer, got {axis!r}")
    if not -array.ndim <= operator.index(axis) < array.ndim:
        raise ValueError(
            f"axis {axis} does not exist in {name}, which has shape {tuple(array.shape)}"
        )
    if array.shape[axis] == 0:
        raise ValueError(
            f"{name} has no outcomes on axis {axis}: its shape is {tuple(array.shape)}"
        )


def check_same_outcomes(arrays: Sequence[Array], axis: int, names: Sequence[str]) -> None:
    """Require equal outcome counts, and leading shapes that broadcast."""
    if len(arrays) < 2 or arrays[0].shape == arrays[1].shape:
        return
    p, q = arrays
    shapes = f"{names[0]} {tuple(p.shape)} and {names[1]} {tuple(q.shape)}"
    if p.shape[axis] != q.shape[axis]:
        raise ValueError(f"axis {axis} must hold the same outcomes in both, got shapes {shapes}")
    leading = [[size for i, size in enumerate(a.shape) if i != axis % a.ndim] for a in arrays]
    pairs = zip(reversed(leading[0]), reversed(leading[1]), strict=False)
    if any(m != n and 1 not in (m, n) for m, n in pairs):
        raise ValueError(f"the axes beside the outcomes do not broadcast, got shapes {shapes}")


def check_probs(xp: Namespace, probs: Array, name: str) -> None:
    """Require that no probability is negative."""
    refuse(xp, probs < 0, probs, name, "a probability cannot be negative")


def check_events(xp: Namespace, p: Array, name: str, *, largest: float) -> None:
    """Require probabilities, or their logarithms, of single events."""
    what = "probability cannot be above 1" if largest else "log-probability cannot be above 0"
    refuse(xp, p > largest, p, name, f"a {what}")


NORMALIZE = "pass normalize=True to divide by the sum, as for counts"


def check_sums(
    xp: Namespace,
    sums: Array,
    tolerance: float,
    axes: Sequence[int],
    name: str,
    written: str,
    way_out: str = NORMALIZE,
) -> None:
    """Require that the sums (..., 1) over outcomes are 1 within `tolerance`."""
    off = xp.abs(sums - 1.0) > tolerance
    if anywhere(xp, off):
        row, value = _first(xp, off, sums)
        raise ValueError(
            f"{written.format(_row_name(name, row[:-1], axes))} sums to {value:.9g}, not 1; "
            f"{way_out}"
        )


def check_normalizable(
    xp: Namespace, largest: Array, axes: Sequence[int], name: str, written: str
) -> None:
    """Require that each row's `largest` probability (..., 1) is neither 0 nor infinite."""
    for total, wrong in (("0", largest == 0), ("infinity", xp.isinf(largest))):
        if anywhere(xp, wrong):
            row, _ = _first(xp, wrong, largest)
            raise ValueError(
                f"{written.format(_row_name(name, row[:-1], axes))} sums to {total}, "
                "which normalize=True cannot make 1"
            )


def check_labels(
    xp: Namespace, labels: Array, q: Array, axis: int, name: str, of: str = "q"
) -> None:
    """Require one label per distribution of q, each naming one of its outcomes."""
    shape = tuple(size for i, size in enumerate(q.shape) if i != axis % q.ndim)
    if tuple(labels.shape) != shape:
        raise ValueError(
            f"{name} must hold one label for each distribution of {of}, which makes shape "
            f"{shape}; got {tuple(labels.shape)}"
        )
    refuse(
        xp, labels < 0, labels, name,
        "a label cannot be negative; leave out the rows that are to be ignored",
    )  # fmt: skip
    n = q.shape[axis]
    refuse(xp, labels >= n, labels, name, f"the {n} outcomes of {of} are labelled 0 to {n - 1}")


def refuse(
    xp: Namespace,
    wrong: Array,
    values: Array,
    name: str,
    why: str,
    error: type[Exception] = ValueError,
) -> None:
    """Refuse values if one is seen to be wrong, and name the first that is."""
    if anywhere(xp, wrong):
        index, value = _first(xp, wrong, values)
        place = f"[{', '.join(map(str, index))}]" if index else ""
        raise error(f"{name}{place} is {_written(value)}: {why}")


def _written(value: float) -> str:
    """Return a value in few digits if they say it all: 1.0000000000000002 is not 1."""
    short = f"{value:.9g}"
    return short if float(short) == value or value != value else f"{value:.17g}"


def _first(xp: Namespace, wrong: Array, values: Array) -> tuple[tuple[int, ...], float]:
    """Return where `wrong` is first true, and the value there."""
    place = int(xp.argmax(xp.reshape(xp.astype(xp.asarray(wrong), xp.uint8), (-1,))))
    value = float(xp.reshape(constant(xp, values), (-1,))[place])
    index: list[int] = []
    for size in reversed(wrong.shape):
        place, last = divmod(place, size)
        index.insert(0, last)
    return tuple(index), value


def _row_name(name: str, row: Sequence[int], axes: Sequence[int]) -> str:
    if not row:
        return name
    ndim = len(row) + len(axes)
    outcomes = {axis % ndim for axis in axes}
    others = iter(row)
    place = [":" if i in outcomes else str(next(others)) for i in range(ndim)]
    return f"{name}[{', '.join(place)}]"
