"""What each quantity is exactly, for the floats given: 40 digits and more, by mpmath.

Two precisions that agree prove nothing if both dropped the same term: at 120 and at 240 digits
1 + 1e-300 is 1. So the digits start from how far apart the inputs are, and then double until the
answer stands still.
"""

import math
from collections import Counter

import numpy as np
from mpmath import exp as mp_exp
from mpmath import expm1, inf, log, log1p, mp, mpf, sqrt, workdps

SETTLED = mpf(10) ** -40
NOTHING = mpf(10) ** -400  # less than any float can tell from 0


def reference(name, given, *rows):
    """Return the quantity `name` of one distribution, pair, or event: an mpf, or a list of them."""
    forms = given if isinstance(given, tuple) else (given,) * len(rows)
    rows = [np.asarray(row, dtype=np.float64) for row in rows]
    digits, last = 80 + 2 * max(map(_orders_of_magnitude, forms, rows)), None
    while True:
        with workdps(digits):
            value = EXACT[name](forms, rows)
            if last is not None and _settled(value, last):
                return value
        digits, last = 2 * digits, value


def error_in_eps(got, exact, floor=0.0):
    """Return how many eps of its dtype `got` is off, forgiving `floor` in absolute terms."""
    got = np.asarray(got)
    with workdps(60):
        if mp.isnan(exact) or mp.isinf(exact) or not math.isfinite(got):
            same = (math.isnan(got) and mp.isnan(exact)) or float(got) == exact
            return 0.0 if same else math.inf
        off = abs(mpf(float(got)) - exact) - mpf(floor)
        return 0.0 if off <= 0 else float(off / abs(exact) / mpf(float(np.finfo(got.dtype).eps)))


def _settled(value, last):
    if isinstance(value, list):
        return all(map(_settled, value, last))
    return value == last or abs(value - last) <= max(abs(value) * SETTLED, NOTHING)


def _orders_of_magnitude(form, row):
    finite = row[np.isfinite(row)]
    if form == "probs":
        finite = np.append(finite, 1.0)
        return int(np.ptp(np.log10(finite[finite > 0])))
    return int(min(float(finite.max() / 2 - finite.min() / 2), 1000.0))


def _distributions(forms, rows):
    """Return (share, surprise) of each outcome under each row, once for outcomes that are alike."""
    alike = Counter(zip(*(row.tolist() for row in rows), strict=True))
    counts = list(alike.values())
    columns = zip(*alike, strict=True)
    read = {"probs": _of_weights, "log_probs": _of_logits, "logits": _of_logits}
    return counts, [read[form](column, counts) for form, column in zip(forms, columns, strict=True)]


def _of_weights(weights, counts):
    top = mpf(max(weights))
    rest = sum(mpf(w) * c for w, c in zip(weights, counts, strict=True)) - top
    total = rest + top
    of_top = -log1p(-rest / total)
    return [
        (mpf(w) / total, inf if w == 0 else of_top if w == top else log(total / mpf(w)))
        for w in weights
    ]


def _of_logits(logits, counts):
    top = mpf(max(logits))
    gaps = [inf if x == -math.inf else top - mpf(x) for x in logits]
    ties = sum(c for c, gap in zip(counts, gaps, strict=True) if gap == 0) - 1
    rest = ties + sum(
        mp_exp(-gap) * c for c, gap in zip(counts, gaps, strict=True) if 0 < gap < inf
    )
    total = log1p(rest)
    return [(mpf(0) if gap == inf else mp_exp(-gap - total), gap + total) for gap in gaps]


def _kl_term(p, q):
    (share_p, surprise_p), (share_q, surprise_q) = p, q
    if surprise_p == inf:
        return share_q
    return share_p * (surprise_q - surprise_p) - share_p + share_q


def _js_term(p, q):
    (share_p, _), (share_q, _) = p, q
    total = share_p + share_q
    return sum(x * log(2 * x / total) for x in (share_p, share_q) if x) / 2


def _sum_of(term):
    def exact(forms, rows):
        counts, columns = _distributions(forms, rows)
        return sum(term(*pair) * c for c, *pair in zip(counts, *columns, strict=True))

    return exact


def _kl_terms(forms, rows):
    labelled = [_distributions((f,), (row,)) for f, row in zip(forms, rows, strict=True)]
    of_value = [
        dict(zip(dict.fromkeys(row.tolist()), columns[0], strict=True))
        for row, (_, columns) in zip(rows, labelled, strict=True)
    ]
    return [
        _kl_term(*(known[x] for known, x in zip(of_value, pair, strict=True)))
        for pair in zip(*(row.tolist() for row in rows), strict=True)
    ]


def _event(form, x):
    """Return (share, surprise) of the event and of its complement."""
    x = mpf(x.item())
    if form == "logits":
        return tuple((1 / (1 + mp_exp(-z)), log1p(mp_exp(-z))) for z in (x, -x))
    if form == "log_probs":
        return (mp_exp(x), -x), (-expm1(x), -log(-expm1(x)) if x else inf)
    return tuple((p, -log(p) if p else inf) for p in (x, 1 - x))


def _entropy(p):
    return p[0] * p[1] if p[1] != inf else mpf(0)


def _cross_entropy(p, q):
    return mpf(0) if p[1] == inf else p[0] * q[1]


EXACT = {
    "self_information": lambda forms, rows: _event(forms[0], rows[0])[0][1],
    "binary_entropy": lambda forms, rows: sum(map(_entropy, _event(forms[0], rows[0]))),
    "entropy": _sum_of(_entropy),
    "perplexity": lambda forms, rows: mp_exp(_sum_of(_entropy)(forms, rows)),
    "cross_entropy": _sum_of(_cross_entropy),
    "kl_divergence": _sum_of(_kl_term),
    "kl_divergence_terms": _kl_terms,
    "jensen_shannon_divergence": _sum_of(_js_term),
    "jensen_shannon_distance": lambda forms, rows: sqrt(abs(_sum_of(_js_term)(forms, rows))),
}
