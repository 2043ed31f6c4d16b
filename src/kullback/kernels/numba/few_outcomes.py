"""Rows of few probabilities, for many rows at once: the tiles of `few_classes`.

The terms, the checks and what is made of the sums are those of `probability_rows` and
`probability_pairs`; only the order of the loops is another. Weights of any total are left to
those: a tile has one scale for all its rows.
"""

import numpy as np

from kullback.kernels.numba import probability_pairs as pairs
from kullback.kernels.numba import probability_rows as rows
from kullback.kernels.numba.compiling import exact, fast, wide_vectors
from kullback.kernels.numba.few_classes import GROUP, ROWS, add, find_tops, turn
from kullback.kernels.numba.logarithm import divergence_term, minus, minus_log
from kullback.kernels.numba.probability_rows import TINY

TO_ONE = np.int64(0)  # the power of two that brings a total of 1 to 1
HALF = 0.5
# What is wrong with a row, the worst last.
HARD, INFINITE, NEGATIVE = 1.0, 2.0, 3.0


@fast
def clear(sums):
    """Write zeros."""
    wide_vectors()
    for r in range(ROWS):
        sums[r] = 0.0


@fast
def judge(p, q, worst):
    """Write the worst that is wrong with each row, so far."""
    wide_vectors()
    for r in range(ROWS):
        a, b = p[r], q[r]
        found = HARD if (a > 0.0) & (b < TINY) else 0.0
        found = INFINITE if (a > 0.0) & (b == 0.0) else found
        found = NEGATIVE if (a < 0.0) | (b < 0.0) else found
        worst[r] = found if found > worst[r] else worst[r]


@exact
def judge_all(p, q, worst):
    """Write the worst that is wrong with each row."""
    clear(worst)
    for k in range(p.shape[0]):
        judge(p[k], q[k], worst)


@exact
def leave_out(tile, place, top, own):
    """Move an entry of each row out of the tile if the largest, `top`, is above one half."""
    for r in range(ROWS):
        k = np.int64(place[r])
        own[r] = tile[k, r] if top[r] > HALF else 0.0
        tile[k, r] = 0.0 if top[r] > HALF else tile[k, r]


@fast
def surprise_terms(p, q, terms):
    """Write p log(1 / q)."""
    wide_vectors()
    for r in range(ROWS):
        terms[r] = p[r] * minus_log(q[r], TO_ONE)


@fast
def kl_terms(p, q, terms, differences):
    """Write the terms of the KL divergence, and p - q."""
    wide_vectors()
    for r in range(ROWS):
        d = minus(p[r], q[r])
        terms[r] = divergence_term(p[r], q[r], d)
        differences[r] = d


@fast
def js_terms(p, q, terms, differences):
    """Write the term of q against the mixture, and p - q."""
    wide_vectors()
    for r in range(ROWS):
        d = minus(p[r], q[r])
        terms[r] = divergence_term(q[r], 0.5 * (p[r] + q[r]), -0.5 * d)
        differences[r] = d


@exact
def add_all(parts, sums):
    """Add the sums of a group of outcomes, and begin the next."""
    for j in range(parts.shape[0]):
        add(parts[j], sums[j])
        clear(parts[j])


@exact
def add_up_surprise(p, q, terms, parts, sums):
    """Write the sums of p log(1 / q), of p and of q."""
    for j in range(3):
        clear(parts[j])
        clear(sums[j])
    for k in range(p.shape[0]):
        surprise_terms(p[k], q[k], terms)
        add(terms, parts[0])
        add(p[k], parts[1])
        add(q[k], parts[2])
        if (k + 1) % GROUP == 0 or k + 1 == p.shape[0]:
            add_all(parts, sums)


@exact
def entropy(p, tolerance, out, trusted, start, stop):
    """Write the entropy of each row."""
    tile, lanes = np.empty((p.shape[1], ROWS)), np.empty((5, ROWS))
    parts, totals, sums = np.empty((3, ROWS)), np.empty((3, ROWS)), np.zeros(rows.HARD + 1)
    top, place, own, terms, worst = lanes[0], lanes[1], lanes[2], lanes[3], lanes[4]
    for first in range(start, stop, ROWS):
        last = min(first + ROWS, stop)
        turn(p[first:last], tile)
        judge_all(tile, tile, worst)
        find_tops(tile, top, place)
        leave_out(tile, place, top, own)
        add_up_surprise(tile, tile, terms, parts, totals)
        for i in range(first, last):
            r = i - first
            sums[rows.SURPRISE], sums[rows.REST] = totals[0, r], totals[1, r]
            sums[rows.TOP], sums[rows.NEGATIVE] = own[r], np.float64(worst[r] == NEGATIVE)
            sums[rows.HARD] = np.float64(worst[r] == HARD)
            out[i] = rows.finish_entropy(sums, 1.0, tolerance)
            trusted[i] = out[i] == out[i]


@exact
def cross_entropy(p, q, tolerance, out, trusted, start, stop):
    """Write the cross-entropy of each pair of rows."""
    of_p, of_q = np.empty((p.shape[1], ROWS)), np.empty((p.shape[1], ROWS))
    parts, totals, lanes = np.empty((3, ROWS)), np.empty((3, ROWS)), np.empty((6, ROWS))
    sums = np.zeros(rows.INFINITE + 1)
    top, place, own, q_own, terms, worst = (
        lanes[0], lanes[1], lanes[2], lanes[3], lanes[4], lanes[5],
    )  # fmt: skip
    for first in range(start, stop, ROWS):
        last = min(first + ROWS, stop)
        turn(p[first:last], of_p)
        turn(q[first:last], of_q)
        judge_all(of_p, of_q, worst)
        find_tops(of_q, top, place)
        leave_out(of_p, place, top, own)
        leave_out(of_q, place, top, q_own)
        add_up_surprise(of_p, of_q, terms, parts, totals)
        for i in range(first, last):
            r = i - first
            sums[rows.SURPRISE], sums[rows.REST] = totals[0, r], totals[1, r]
            sums[rows.Q_REST], sums[rows.TOP], sums[rows.Q_TOP] = totals[2, r], own[r], q_own[r]
            sums[rows.NEGATIVE] = np.float64(worst[r] == NEGATIVE)
            sums[rows.INFINITE] = np.float64(worst[r] == INFINITE)
            sums[rows.HARD] = np.float64(worst[r] == HARD)
            out[i] = rows.finish_cross_entropy(sums, 1.0, tolerance)
            trusted[i] = out[i] == out[i]


@exact
def take_pair(totals, worst, r, sums):
    """Write the sums of one pair of rows as `probability_pairs` reads them."""
    sums[pairs.TERMS], sums[pairs.DIFFERENCE] = totals[0, r], totals[1, r]
    sums[pairs.TOTAL], sums[pairs.OF_Q] = totals[2, r], totals[3, r]
    sums[pairs.NEGATIVE] = np.float64(worst[r] == NEGATIVE)
    sums[pairs.INFINITE] = np.float64(worst[r] == INFINITE)
    sums[pairs.HARD] = np.float64(worst[r] == HARD)


@exact
def kl_divergence(p, q, tolerance, out, trusted, start, stop):
    """Write the KL divergence of each pair of rows."""
    of_p, of_q = np.empty((p.shape[1], ROWS)), np.empty((p.shape[1], ROWS))
    parts, totals, lanes = np.zeros((4, ROWS)), np.empty((4, ROWS)), np.empty((3, ROWS))
    terms, differences, worst = lanes[0], lanes[1], lanes[2]
    sums = np.empty(pairs.HARD + 1)
    for first in range(start, stop, ROWS):
        last = min(first + ROWS, stop)
        turn(p[first:last], of_p)
        turn(q[first:last], of_q)
        judge_all(of_p, of_q, worst)
        for j in range(4):
            clear(totals[j])
        for k in range(p.shape[1]):
            kl_terms(of_p[k], of_q[k], terms, differences)
            add(terms, parts[0])
            add(differences, parts[1])
            add(of_p[k], parts[2])
            if (k + 1) % GROUP == 0 or k + 1 == p.shape[1]:
                add_all(parts, totals)
        for i in range(first, last):
            take_pair(totals, worst, i - first, sums)
            out[i] = pairs.finish_kl(sums, pairs.scale_to_match(sums, tolerance))
            trusted[i] = out[i] == out[i]


@exact
def jensen_shannon(p, q, tolerance, eps, out, trusted, start, stop):
    """Write the Jensen-Shannon divergence of each pair of rows."""
    of_p, of_q = np.empty((p.shape[1], ROWS)), np.empty((p.shape[1], ROWS))
    parts, totals, lanes = np.zeros((4, ROWS)), np.empty((4, ROWS)), np.empty((3, ROWS))
    terms, differences, worst = lanes[0], lanes[1], lanes[2]
    sums = np.empty(pairs.HARD + 1)
    for first in range(start, stop, ROWS):
        last = min(first + ROWS, stop)
        turn(p[first:last], of_p)
        turn(q[first:last], of_q)
        judge_all(of_p, of_q, worst)
        for j in range(4):
            clear(totals[j])
        for k in range(p.shape[1]):
            js_terms(of_q[k], of_p[k], terms, differences)
            add(terms, parts[0])
            js_terms(of_p[k], of_q[k], terms, differences)
            add(terms, parts[0])
            add(terms, parts[3])
            add(differences, parts[1])
            add(of_p[k], parts[2])
            if (k + 1) % GROUP == 0 or k + 1 == p.shape[1]:
                add_all(parts, totals)
        for i in range(first, last):
            take_pair(totals, worst, i - first, sums)
            out[i] = pairs.finish_js(sums, pairs.scale_to_match(sums, tolerance), eps)
            trusted[i] = out[i] == out[i]
