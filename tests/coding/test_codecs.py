"""Codecs over constriction, its range coder as a reference for ours, and prefix codes."""

import math
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kullback as kb
from kullback.coding import (
    AdaptiveOrder,
    FixedModel,
    PrefixCode,
    block,
    categorical,
    empty_message,
    encode,
    huffman_code,
    ideal_length,
    mixture,
    parallel,
    quantized,
    shannon_fano_code,
)

P = [0.5, 0.25, 0.125, 0.125]
positive = st.lists(st.integers(0, 1000), min_size=2, max_size=30).filter(sum)


def shares(counts):
    return np.array(counts) / sum(counts)


def check(codec, value, bits):
    """Pop returns what was pushed, and the message of before; pushing costs so many bits."""
    stream = pytest.importorskip("constriction").stream
    before = np.random.default_rng(3).integers(0, 2**32, 50, np.uint32) | 1
    message = stream.stack.AnsCoder(before)
    kept = message.clone()
    pushed = codec.push(message, value)
    assert abs(pushed.num_valid_bits() - kept.num_valid_bits() - bits) <= 1 + 1e-3 * bits
    back, found = codec.pop(empty_message(pushed.get_compressed()))
    assert (back.get_compressed() == kept.get_compressed()).all()
    np.testing.assert_array_equal(found, value)


def test_a_codec_gives_back_value_and_message():
    check(categorical(P), 2, 3)
    check(categorical(P, 5), [0, 1, 2, 3, 0], 1 + 2 + 3 + 3 + 1)
    check(block(categorical(P), 4), [3, 0, 0, 1], 3 + 1 + 1 + 2)
    check(parallel(categorical(P), categorical(P[::-1])), (3, 3), 3 + 1)
    check(parallel(block(categorical(P), 2), categorical(P, 2)), ([0, 1], [2, 2]), 3 + 6)
    check(parallel(), (), 0)


@settings(max_examples=15)
@given(counts=positive, seed=st.integers(0, 99))
def test_many_symbols_cost_n_times_the_cross_entropy(counts, seed):
    p = shares(counts)
    symbols = np.random.default_rng(seed).choice(len(p), 300, p=p)
    check(categorical(p, 300), symbols, ideal_length(symbols, p))


def test_the_reference_codes_into_as_many_bits():
    """constriction's range coder, given the same whole numbers: the reference of our own."""
    stream = pytest.importorskip("constriction").stream
    rng = np.random.default_rng(4)
    data = bytes(rng.choice(256, 40_000, p=rng.dirichlet(np.full(256, 0.1))).astype(np.uint8))
    model = FixedModel.from_counts(data)
    coder = stream.queue.RangeEncoder()
    reference = stream.model.Categorical(model.frequencies / 2**24, perfect=False)
    coder.encode(np.frombuffer(data, np.uint8).astype(np.int32), reference)
    ours = 8 * (len(encode(data, model, apart=True)) - 84)
    assert abs(ours - coder.num_bits()) <= 64
    counts, adaptive = np.ones(256), stream.queue.RangeEncoder()
    family = stream.model.Categorical(perfect=False)
    tables = np.empty((4_000, 256))
    for i, byte in enumerate(data[:4_000]):
        tables[i] = counts / counts.sum()
        counts[byte] += 2
    adaptive.encode(np.frombuffer(data[:4_000], np.uint8).astype(np.int32), family, tables)
    ours = 8 * (len(encode(data[:4_000], AdaptiveOrder(0))) - 84)
    assert abs(ours - adaptive.num_bits()) <= 64


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: categorical([0.5, 0.6]), "p sums to 1.1, not 1; divide it by its sum"),
        (lambda: categorical([1.0]), "2 to 2,048 outcomes, got 1"),
        (lambda: categorical(np.full(2969, 1 / 2969)), "2,048"),
        (lambda: block(categorical(P), -1), "from 0 on, got -1"),
        (lambda: categorical([1.0, 0.0]).push(empty_message(), 1), "outcome 1 at offset 0 has"),
        (lambda: categorical(P, 3).push(empty_message(), [0, 9, 9]), "outcome 9 at offset 1 is"),
        (lambda: categorical(P, 3).push(empty_message(), [0, 0, -1]), "outcome -1 at offset 2 is"),
        (lambda: categorical(P, 3).push(empty_message(), [0, 0]), "3 whole numbers"),
        (lambda: categorical(P).push(empty_message(), 0.5), "1 whole numbers, got float64"),
        (lambda: block(categorical(P), 2).push(empty_message(), [0]), "values must be 2"),
    ],
)
def test_what_cannot_be_pushed_is_refused(make, words):
    pytest.importorskip("constriction")
    with pytest.raises(ValueError, match=words):
        make()


def test_what_cannot_be_pushed_leaves_the_message_as_it_was():
    pytest.importorskip("constriction")
    coin = categorical(P)
    message = coin.push(empty_message(), 3)
    kept = message.get_compressed()
    for codec, value in (
        (parallel(coin, coin, coin), (9, 1, 2)),
        (block(parallel(coin, coin), 2), [(0, 9), (1, 2)]),
    ):
        with pytest.raises(ValueError, match="outcome 9"):
            codec.push(message, value)
        assert (message.get_compressed() == kept).all()


def test_without_constriction_the_way_out_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "constriction", None)
    with pytest.raises(ImportError, match=r"pip install 'kullback\[app\]'"):
        categorical(P)


# Distributions in whole numbers


@given(counts=positive)
def test_quantized_frequencies_total_two_to_the_24_and_none_is_lost(counts):
    p = shares(counts)
    f = quantized(p)
    assert f.sum() == 2**24
    assert ((f > 0) == (p > 0)).all()
    assert float(kb.kl_divergence(p, f / 2**24, unit="bits")) < len(p) / 2**22


def test_the_rarest_of_2048_outcomes_stay_possible():
    p = np.full(2048, 1e-12)
    p[:300] = (1 - 1748e-12) / 300
    f = quantized(p)
    assert (f[300:] == 1).all() and f.sum() == 2**24 and (f[:300] > 50_000).all()


@pytest.mark.parametrize(
    ("p", "words"),
    [
        ([[0.5, 0.5]], "one row"),
        ([], "one row"),
        (np.full(2049, 1 / 2049), "2,048"),
        ([0.5, -0.5], "negative|-0.5"),
        ([0.5, np.nan], "NaN"),
    ],
)
def test_what_cannot_be_quantized_is_refused(p, words):
    with pytest.raises(ValueError, match=words):
        quantized(p)


def test_a_mixture_costs_at_most_the_choice_more_than_its_best_part():
    parts, weights = [[0.9, 0.1], [0.1, 0.9], [0.5, 0.5]], [0.25, 0.25, 0.5]
    q = mixture(parts, weights)
    np.testing.assert_allclose(q, [0.5, 0.5], rtol=1e-15)
    symbols = [0] * 90 + [1] * 10
    cost = ideal_length(symbols, mixture(parts, [0.5, 0.25, 0.25]))
    for part, weight in zip(parts, [0.5, 0.25, 0.25], strict=True):
        assert cost <= ideal_length(symbols, part) - len(symbols) * math.log2(weight)
    np.testing.assert_allclose(mixture([P, P[::-1]], [1.0, 0.0]), P)
    for wrong in ((parts, [0.5, 0.5]), (parts, [0.5, 0.5, 0.5]), ([[0.5, 0.6]], [1.0])):
        with pytest.raises(ValueError, match=r"shapes|sum"):
            mixture(*wrong)
    with pytest.raises(ValueError, match=r"distributions must hold .* NaN"):
        mixture([[np.nan, 1.0], [1.0, 0.0]], [0.5, 0.5])
    with pytest.raises(ValueError, match=r"distributions\[1, :\] sums to 0.5, .* divide it"):
        mixture([[0.0, 1.0], [0.5, 0.0]], [0.5, 0.5])


@pytest.mark.parametrize(("unit", "one"), [("bits", 1.0), ("nats", math.log(2))])
def test_the_ideal_length_is_n_times_the_cross_entropy(unit, one):
    assert ideal_length([0, 1, 2, 3, 0], P, unit=unit) == pytest.approx(10 * one, rel=1e-15)
    assert ideal_length(b"\0\1", P, unit=unit) == pytest.approx(3 * one, rel=1e-15)
    assert ideal_length([], P, unit=unit) == 0
    assert ideal_length([1], [1.0, 0.0], unit=unit) == math.inf


@pytest.mark.parametrize(
    ("symbols", "q", "words"),
    [
        ([0, 4], P, "from 0 to 3, .*; got 4 at offset 1"),
        ([-1], P, "got -1 at offset 0"),
        ([0.5], P, "whole numbers, got float64"),
        ([[0]], P, "one row"),
        ([0], [0.5, 0.6], "q sums to 1.1, not 1; divide it by its sum"),
        ([0], [np.nan, 0.6], "NaN"),
        ([], [0.5, 0.6], "sum"),
        ([], [P, P], "q must be one row"),
    ],
)
def test_what_has_no_length_is_refused(symbols, q, words):
    with pytest.raises(ValueError, match=words):
        ideal_length(symbols, q)


# Prefix codes


@pytest.mark.parametrize("make", [huffman_code, shannon_fano_code])
@given(counts=positive)
def test_prefix_codes_obey_kraft_and_shannon(make, counts):
    p = shares(counts)
    code = make(p)
    possible = np.flatnonzero(p)
    entropy = float(kb.entropy(p, unit="bits"))
    assert [word is not None for word in code.words] == (p > 0).tolist()
    assert code.kraft_sum == (1 if len(possible) > 1 else Fraction(1, 2))
    assert entropy - 1e-12 <= code.expected_length(p) < entropy + 1 + 1e-12
    symbols = [int(s) for s in possible] * 2
    assert code.decode(code.encode(symbols)) == symbols
    assert huffman_code(p).expected_length(p) <= code.expected_length(p) + 1e-12


def test_codes_of_the_books():
    """Cover & Thomas (2006), example 5.6.1; the counts 15, 7, 6, 6, 5, where Fano's is worse."""
    p = [0.25, 0.25, 0.2, 0.15, 0.15]
    assert huffman_code(p).expected_length(p) == pytest.approx(2.3, rel=1e-15)
    p = np.array([15, 7, 6, 6, 5]) / 39
    assert [len(w) for w in huffman_code(p).words] == [1, 3, 3, 3, 3]
    assert [len(w) for w in shannon_fano_code(p).words] == [2, 2, 2, 3, 3]


def test_codes_of_many_outcomes():
    """Words of 1, 2, 3 … bits where each is half as likely, and of 14 where all are alike."""
    p = 0.5 ** np.arange(900)
    code = huffman_code(p / p.sum())
    assert [len(word) for word in code.words[:5]] == [1, 2, 3, 4, 5]
    assert len(code.words[899]) == len(code.words[898]) == 899
    assert {len(word) for word in huffman_code(np.full(1 << 14, 2.0**-14)).words} == {14}


def test_extra_length_of_the_wrong_prefix_code_is_the_divergence():
    """Where −log2 q is whole for each outcome, to the last digit."""
    q = [0.125, 0.125, 0.5, 0.25]
    extra = huffman_code(q).expected_length(P) - huffman_code(P).expected_length(P)
    assert extra == kb.kl_divergence(P, q, unit="bits")
    assert huffman_code([1.0, 0.0]).expected_length([0.5, 0.5]) == math.inf


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: PrefixCode(("0", "01")), "'01' begins with '0'"),
        (lambda: PrefixCode(("0", "0")), "begins with"),
        (lambda: PrefixCode(("",)), "zeros and ones"),
        (lambda: PrefixCode(("2",)), "zeros and ones"),
        (lambda: huffman_code([0.5, 0.6]), "sum"),
        (lambda: huffman_code([[0.5, 0.5]]), "one row"),
        (lambda: huffman_code([0.5, np.nan]), "NaN"),
        (lambda: shannon_fano_code([0.5, 0.6]), "sum"),
        (lambda: huffman_code([1.0, 0.0]).encode([0, 1]), "outcome 1 at offset 1"),
        (lambda: huffman_code(P).encode([-1]), "outcome -1 at offset 0"),
        (lambda: huffman_code(P).decode("01"), "'1' after 1 is none"),
        (lambda: huffman_code([1.0]).decode("01" + "0" * 300_000), "'1' after 1 is none"),
        (lambda: huffman_code(P).expected_length([1.0]), "each of 4 words, got 1"),
    ],
)
def test_what_is_no_code_is_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()
