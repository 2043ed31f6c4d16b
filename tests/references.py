"""What each quantity is exactly, for the floats given: 60 digits and more, by mpmath.

Two precisions that agree prove nothing if both dropped the same term: at 120 and at 240 digits
1 + 1e-300 is 1. So the digits start from how far apart the inputs are, and then double until the
answer stands still.
"""

import math
from collections import Counter
from functools import lru_cache

import numpy as np
from mpmath import exp as mp_exp
from mpmath import expm1, inf, log, log1p, mp, mpf, nan, sqrt, workdps

from kept_references import kept

SETTLED = mpf(10) ** -60
NOTHING = mpf(10) ** -400  # less than any float can tell from 0


@kept
def reference(name, given, *rows, **parameters):
    """Return the quantity `name` of one distribution, pair, joint distribution, or event.

    A joint distribution has no axes but those of its variables, in the order that `axes` would
    name them; `on` counts them. The answer is an mpf, or an array of them.
    """
    forms = given if isinstance(given, tuple) else (given,) * len(rows)
    rows = [np.asarray(row, dtype=np.float64) for row in rows]
    digits, last = 80 + 2 * max(map(_orders_of_magnitude, forms, rows)), None
    while True:
        with workdps(digits):
            value = EXACT[name](forms, rows, **parameters)
            if last is not None and _settled(value, last):
                return _without_nothing(value)
        digits, last = 2 * digits, value


@kept
def reference_gradient(name, given, *rows, **parameters):
    """Return the derivatives by each input, and NaN by an impossible outcome, right to 30 digits.

    Of a quantity that is an array, the sum of its finite elements times 1, 2, 3, ...; see `ranked`.
    """
    forms = given if isinstance(given, tuple) else (given,) * len(rows)
    rows = [np.asarray(row, dtype=np.float64) for row in rows]
    digits = 120 + 2 * max(map(_orders_of_magnitude, forms, rows))
    with workdps(digits):
        exact = [np.vectorize(mpf, otypes=[object])(row) for row in rows]
        slopes = [np.full(row.shape, math.nan) for row in rows]
        for k, place in [(k, i) for k, row in enumerate(rows) for i in np.ndindex(row.shape)]:
            x = exact[k][place]
            if _is_possible(forms[k], x):
                step = mpf(10) ** -(digits // 3) * (x if forms[k] == "probs" else 1)
                above, below = (
                    ranked(EXACT[name](forms, _with(exact, k, place, x + change), **parameters))
                    for change in (step, -step)
                )
                slope = (above - below) / (2 * step)
                slopes[k][place] = float(slope) if abs(slope) > mpf(10) ** -30 else 0.0
    return slopes


def ranked(values):
    """Return a number as it is, and of an array the sum of its elements times 1, 2, 3, ..."""
    if np.ndim(values) == 0:
        return values
    return sum(x * (i + 1) for i, x in enumerate(np.ravel(values)) if mp.isfinite(x))


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
    if isinstance(value, np.ndarray):
        return all(map(_settled, value.flat, last.flat))
    if mp.isnan(value) or mp.isnan(last):
        return bool(mp.isnan(value) and mp.isnan(last))
    return value == last or abs(value - last) <= max(abs(value) * SETTLED, NOTHING)


def _without_nothing(value):
    if isinstance(value, np.ndarray):
        return np.vectorize(_without_nothing, otypes=[object])(value)
    return mpf(0) if abs(value) <= NOTHING else value


def _orders_of_magnitude(form, row):
    finite = row[np.isfinite(row)]
    if form == "probs":
        finite = np.append(finite, 1.0)
        return int(np.ptp(np.log10(finite[finite > 0])))
    return int(min(float(finite.max() / 2 - finite.min() / 2), 1000.0))


def _is_possible(form, x):
    return x > 0 if form == "probs" else x > -inf


def _with(rows, k, place, x):
    changed = [row.copy() for row in rows]
    changed[k][place] = x
    return changed


# One distribution, or two over the same outcomes.


def _distributions(forms, rows):
    """Return (share, surprise) of each outcome under each row, once for outcomes that are alike."""
    if any(row.dtype == object for row in rows):
        return _read(tuple(forms), rows)
    return _read_before(tuple(forms), tuple(row.tobytes() for row in rows), mp.prec)


@lru_cache(maxsize=8)  # quantities that resemble one another are asked for one after the other
def _read_before(forms, rows, precision):
    del precision
    return _read(forms, [np.frombuffer(row) for row in rows])


def _read(forms, rows):
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


def _sum_of(term):
    """Return the quantity that is the sum of a term over outcomes."""

    def exact(forms, rows, **parameters):
        counts, columns = _distributions(forms, rows)
        return sum(term(*pair, **parameters) * c for c, *pair in zip(counts, *columns, strict=True))

    return exact


def _entropy_term(p):
    return p[0] * p[1] if p[1] != inf else mpf(0)


def _cross_entropy_term(p, q):
    return mpf(0) if p[1] == inf else p[0] * q[1]


def _kl_term(p, q):
    (share_p, surprise_p), (share_q, surprise_q) = p, q
    if surprise_p == inf:
        return share_q
    return share_p * (surprise_q - surprise_p) - share_p + share_q


def _jeffreys_term(p, q):
    return _kl_term(p, q) + _kl_term(q, p)


def _js_term(p, q):
    (share_p, _), (share_q, _) = p, q
    total = share_p + share_q
    return sum(x * log(2 * x / total) for x in (share_p, share_q) if x) / 2


def _total_variation_term(p, q):
    return abs(p[0] - q[0]) / 2


def _hellinger_term(p, q):
    return (sqrt(p[0]) - sqrt(q[0])) ** 2 / 2


def _chi_squared_term(p, q):
    if q[1] == inf:
        return mpf(0) if p[1] == inf else inf
    return (p[0] - q[0]) ** 2 / q[0]


# Those of rows.py, by their names, with the limits at 0.
GENERATORS = {
    "t_log_t": lambda t: t * log(t) if t else mpf(0),
    "minus_log": lambda t: -log(t) if t else inf,
    "half_distance": lambda t: abs(t - 1) / 2,
    "square": lambda t: (t - 1) ** 2,
}


def _f_term(p, q, generator, slope_at_infinity):
    if q[1] == inf:
        return mpf(0) if p[1] == inf else p[0] * mpf(slope_at_infinity)
    return q[0] * GENERATORS[generator.__name__](p[0] / q[0])


def _power_term(p, order):
    return mpf(0) if p[1] == inf else mp_exp(-order * p[1])


def _power_pair_term(p, q, order):
    if p[1] == inf or q[1] == inf:
        return inf if p[1] != inf and order > 1 else mpf(0)
    return mp_exp(-order * p[1] - (1 - order) * q[1])


def _renyi_entropy(forms, rows, order):
    counts, (column,) = _distributions(forms, rows)
    if order == 1:
        return EXACT["entropy"](forms, rows)
    if order == inf:
        return min(surprise for _, surprise in column)
    if order == 0:
        return log(sum(c for c, p in zip(counts, column, strict=True) if p[1] != inf))
    return log(_sum_of(_power_term)(forms, rows, order=mpf(order))) / (1 - mpf(order))


def _tsallis_entropy(forms, rows, order):
    if order == 1:
        return EXACT["entropy"](forms, rows)
    if order == inf:
        return mpf(0)
    return (1 - _sum_of(_power_term)(forms, rows, order=mpf(order))) / (mpf(order) - 1)


def _renyi_divergence(forms, rows, order):
    if order == 1:
        return EXACT["kl_divergence"](forms, rows)
    if order == inf:
        _, columns = _distributions(forms, rows)
        return max(q[1] - p[1] for p, q in zip(*columns, strict=True) if p[1] != inf)
    # log 0 is an infinite divergence below order 1, where nothing that p can do is possible in q.
    total = _sum_of(_power_pair_term)(forms, rows, order=mpf(order))
    return log(total) / (mpf(order) - 1) if total else inf


def _kl_terms(forms, rows):
    labelled = [_distributions((f,), (row,)) for f, row in zip(forms, rows, strict=True)]
    of_value = [
        dict(zip(dict.fromkeys(row.tolist()), columns[0], strict=True))
        for row, (_, columns) in zip(rows, labelled, strict=True)
    ]
    terms = [
        _kl_term(*(known[x] for known, x in zip(of_value, pair, strict=True)))
        for pair in zip(*(row.tolist() for row in rows), strict=True)
    ]
    return np.array(terms, dtype=object)


# Joint distributions: straight from the definitions, each a mean of a logarithm over the cells.


def _shares(form, table):
    read = {"probs": _of_weights, "log_probs": _of_logits, "logits": _of_logits}
    cells = read[form](table.ravel().tolist(), [1] * table.size)
    return np.array([share for share, _ in cells], dtype=object).reshape(table.shape)


def _margin(shares, *variables):
    """Return the distribution of some variables, shaped to stand beside the whole."""
    others = tuple(set(range(shares.ndim)) - {v % shares.ndim for v in variables})
    return shares.sum(axis=others, keepdims=True) if others else shares


def _mean_log(shares, above, below):
    above, below = (np.broadcast_to(x, shares.shape) for x in (above, below))
    cells = zip(shares.flat, above.flat, below.flat, strict=True)
    return sum(p * log(a / b) for p, a, b in cells if p)


def _joint(measure):
    def exact(forms, rows, **parameters):
        return measure(_shares(forms[0], rows[0]), **parameters)

    return exact


def _joint_entropy(shares):
    return _mean_log(shares, mpf(1), shares)


def _conditional_entropy(shares, on=0):
    return _mean_log(shares, _margin(shares, on), shares)


def _variation_of_information(shares):
    return _conditional_entropy(shares, 0) + _conditional_entropy(shares, 1)


def _total_correlation(shares):
    return _mean_log(shares, shares, _product_of_margins(shares))


def _conditional_mutual_information(shares):
    of_first, of_second = _margin(shares, 0, 2), _margin(shares, 1, 2)
    return _mean_log(shares, shares * _margin(shares, 2), of_first * of_second)


def _pointwise_mutual_information(shares):
    independent = _product_of_margins(shares)
    return np.array(
        [
            nan if not q else -inf if not p else log(p / q)
            for p, q in zip(shares.flat, independent.flat, strict=True)
        ],
        dtype=object,
    ).reshape(shares.shape)


def _product_of_margins(shares):
    return math.prod(_margin(shares, k) for k in range(shares.ndim))


# One event, which happens or does not.


def _event(form, x):
    """Return (share, surprise) of the event and of its complement."""
    x = mpf(x.item())
    if form == "logits":
        return tuple((1 / (1 + mp_exp(-z)), log1p(mp_exp(-z))) for z in (x, -x))
    if form == "log_probs":
        return (mp_exp(x), -x), (-expm1(x), -log(-expm1(x)) if x else inf)
    return tuple((p, -log(p) if p else inf) for p in (x, 1 - x))


EXACT = {
    "self_information": lambda forms, rows: _event(forms[0], rows[0])[0][1],
    "binary_entropy": lambda forms, rows: sum(map(_entropy_term, _event(forms[0], rows[0]))),
    "entropy": _sum_of(_entropy_term),
    "perplexity": lambda forms, rows: mp_exp(_sum_of(_entropy_term)(forms, rows)),
    "cross_entropy": _sum_of(_cross_entropy_term),
    "kl_divergence": _sum_of(_kl_term),
    "kl_divergence_terms": _kl_terms,
    "jensen_shannon_divergence": _sum_of(_js_term),
    "jensen_shannon_distance": lambda forms, rows: sqrt(abs(_sum_of(_js_term)(forms, rows))),
    "joint_entropy": _joint(_joint_entropy),
    "conditional_entropy": _joint(_conditional_entropy),
    "mutual_information": _joint(_total_correlation),
    "information_gain": _joint(_total_correlation),
    "pointwise_mutual_information": _joint(_pointwise_mutual_information),
    "conditional_mutual_information": _joint(_conditional_mutual_information),
    "variation_of_information": _joint(_variation_of_information),
    "total_correlation": _joint(_total_correlation),
    "jeffreys_divergence": _sum_of(_jeffreys_term),
    "renyi_entropy": _renyi_entropy,
    "renyi_divergence": _renyi_divergence,
    "tsallis_entropy": _tsallis_entropy,
    "f_divergence": _sum_of(_f_term),
    "total_variation": _sum_of(_total_variation_term),
    "hellinger_distance": lambda forms, rows: sqrt(_sum_of(_hellinger_term)(forms, rows)),
    "chi_squared_divergence": _sum_of(_chi_squared_term),
}
