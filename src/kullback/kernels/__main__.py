"""Compile every kernel beforehand: `python -m kullback.kernels`."""

import time
from typing import Any

import numpy as np

from kullback._arrays.libraries import LARGE
from kullback._quantity import QUANTITIES
from kullback.kernels import (
    coding,
    counting,
    label_rows,
    logit_pairs,
    logits,
    neighbours,
    pair_rows,
)
from kullback.kernels.drawing import drawn_again
from kullback.kernels.rows import rows_of
from kullback.kernels.table import KERNELS

FEW_LONG, MANY_SHORT, FEW_CLASSES = (1, LARGE), (LARGE // 100, 100), (LARGE // 10, 10)


def inputs(forms: tuple[str, ...], shape: tuple[int, int], dtype: str) -> list[Any]:
    """Return arrays large enough for a kernel to answer."""
    held = {
        "probs": np.full(shape, 1 / shape[1], dtype),
        "log_probs": np.full(shape, -np.log(shape[1]), dtype),
        "logits": np.zeros(shape, dtype),
        "labels": np.zeros(shape[0], np.int64),
    }
    return [held[form] for form in forms]


def compile_all() -> float:
    """Call each kernel once in each width, for rows of every length; return the seconds."""
    start = time.perf_counter()
    for dtype in ("float32", "float64"):
        for name, given in KERNELS:
            count = 1 if name == "entropy" else 2
            forms = given if isinstance(given, tuple) else (given,) * count
            for shape in (FEW_LONG, MANY_SHORT, FEW_CLASSES):
                for normalize in (False, True):
                    arrays = inputs(forms, shape, dtype)
                    QUANTITIES[name].evaluate(*arrays, given=given, normalize=normalize)
        for shape in (MANY_SHORT, FEW_CLASSES):
            y, x = inputs(("labels", "logits"), shape, dtype)
            y, x = rows_of((y, x), ("labels", "logits"), -1, normalize=False).rows
            logits.cross_entropy_with_gradient(y, x, np.empty_like(x))
            logit_pairs.kl_divergence_with_gradient(x, x, np.empty_like(x))
        train(dtype)
    count_and_draw()
    search_for_neighbours()
    code_bytes()
    return time.perf_counter() - start


def train(dtype: str) -> None:
    """Take a step of each loss, of labels and of weights of classes, in few classes and in many."""
    for shape in (MANY_SHORT, FEW_CLASSES):
        y, x = (a[:2] for a in inputs(("labels", "logits"), shape, dtype))
        out, one, none = np.empty_like(x), np.ones(1), np.zeros(1)
        label_rows.losses_with_slopes(x, y, -1, one, out)
        for weights in (x[:0], x[:1]):
            kept = label_rows.losses(x, y, -1, weights, with_normalizer=True)[-1]
            label_rows.slopes(x, y, -1, weights, one, none, none, kept, out)
        for kind in pair_rows.SWEEPS:
            kept = pair_rows.divergences(kind, x, x, 1.0)[-1]
            pair_rows.slopes(kind, x, x, 1.0, one, kept, out)
            pair_rows.divergences_with_slopes(kind, x, x, 1.0, one, out)


def count_and_draw() -> None:
    """Count labels of the types that are usual, in every way, and draw samples again."""
    near, far = np.arange(LARGE) % 7, np.arange(LARGE) % 7 * 2**40
    for labels in (near, near.astype(np.int32), near.astype(np.uint8), far):
        counting.counted(labels)
        counting.crossed(labels, labels)
        counting.numbered(labels)
    counting.numbered(near.astype("U9"))
    drawn_again(np.ones(LARGE // 100), lambda drawn: drawn[0], 100, 0)


def search_for_neighbours() -> None:
    """Call each loop of the search for neighbours once; all of them are for float64."""
    line = np.zeros(2)
    among = neighbours.tree(np.zeros((2, 2)))
    neighbours.kth_distances(among, among, 1, euclidean=True)
    neighbours.counts_within(among, among, line, strictly=True)
    neighbours.kth_on_a_line(line, line, 1)
    neighbours.counts_on_a_line(line, line, line, strictly=True)


def code_bytes() -> None:
    """Code a few bytes and decode them, by each of the loops."""
    for coder in (
        coding.FixedCoding(np.full(256, 1 << 16)),
        coding.CountedCoding(),
        coding.ContextCoding(1),
        coding.ContextCoding(1, mixed=True),
    ):
        message, _ = coder.encode(b"some")
        coder.decode(message, 4)


if __name__ == "__main__":
    seconds = compile_all()
    print(
        f"{len(KERNELS) + 2} kernels compiled for float32 and float64, the search for neighbours "
        f"and the coding of bytes, in {seconds:.1f} s"
    )
