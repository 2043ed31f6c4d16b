"""Every model codes any bytes into as many bits as it should, and gets them back."""

import math
import os
import subprocess
import sys
from hashlib import sha256
from io import BytesIO

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import kullback as kb
from kullback.coding import (
    AdaptiveOrder,
    Autoregressive,
    BayesianMixture,
    FixedModel,
    MixedOrders,
    decode,
    encode,
    ideal_length,
)
from kullback.coding.container import BLOCK_SIZE, blocks_of, encoded
from kullback.coding.ledger import Account
from kullback.coding.quantized import TOTAL
from kullback.kernels.coding import loops

TEXT = ("\n".join(f"{a.__name__}: {a.__doc__}" for a in (math, os, kb, np)) * 2).encode()[:60_000]
BINARY = np.arange(20_000, dtype=np.float32).tobytes()[:60_000]
LEAST = [1e-9] * 128 + [(1 - 128e-9) / 128] * 128


def after_the_last(last):
    """Return a distribution that depends on the byte before."""
    return np.roll(np.arange(1.0, 257.0) / 32_896, last[-1] if last else 0)


MODELS = {
    "fixed": FixedModel.from_counts(TEXT),
    "fixed, far off": FixedModel(tuple(LEAST)),
    "order 0": AdaptiveOrder(0),
    "order 1": AdaptiveOrder(1),
    "order 2": AdaptiveOrder(2),
    "order 3": AdaptiveOrder(3),
    "orders 0 and 1": MixedOrders(1),
    "orders 0 to 2": MixedOrders(2),
    "orders 0 to 3": MixedOrders(),
    "a function": Autoregressive(after_the_last, name="after the last", window=1),
}
MODELS["a mixture"] = BayesianMixture(
    (MODELS["fixed"], MODELS["a function"], MODELS["fixed, far off"]), (0.5, 0.25, 0.25)
)
CALLED = ("a function", "a mixture")
FAST = [name for name in MODELS if name not in CALLED]


def coded(data, model):
    """Return a container and its ledger."""
    account = Account()
    blob = b"".join(encoded(blocks_of(BytesIO(data).read), model, account=account))
    return blob, account.closed()


@pytest.mark.parametrize("name", MODELS)
@settings(max_examples=15)
@given(data=st.binary(max_size=300))
@example(b"")
@example(b"\x00")
@example(b"\xff")
@example(b"\xff" * 200 + b"\x00" * 200)
@example(bytes(range(256)))
def test_any_bytes_come_back(name, data):
    model = MODELS[name]
    assert decode(encode(data, model), model=model) == data


@pytest.mark.parametrize("name", FAST)
def test_any_bytes_come_back_without_the_model(name):
    assert decode(encode(TEXT[:500], MODELS[name])) == TEXT[:500]


def test_every_model_is_tried():
    public = {value for value in vars(kb.coding).values() if isinstance(value, type)}
    models = {value for value in public if hasattr(value, "fingerprint")}
    assert {type(model) for model in MODELS.values()} == models
    assert len({model.kind for model in models}) == len(models)


@pytest.mark.parametrize("name", ["fixed", "order 0", "order 2", "orders 0 to 3"])
def test_what_is_long_comes_back_and_goes_on_from_block_to_block(name):
    rng = np.random.default_rng(1)
    alike = b"\x07" * (BLOCK_SIZE + 1)
    mixed = TEXT + rng.bytes(5_000) + BINARY + TEXT
    for data in (alike, mixed):
        model = MODELS[name]
        assert decode(encode(data, model), model=model) == data
    if name != "fixed":
        assert len(encode(TEXT + TEXT, model)) < 2 * len(encode(TEXT, model))


@pytest.mark.parametrize("data", [TEXT, BINARY, b"\x00" * 3_000, b"x", b""], ids=len)
@pytest.mark.parametrize("name", MODELS)
def test_the_payload_is_what_the_cross_entropy_says(name, data):
    data = data[:2_000] if name in CALLED else data
    blob, ledger = coded(data, MODELS[name])
    assert ledger.size == len(blob)
    assert ledger.size == ledger.payload + ledger.description + 72 + 12 * bool(data)
    bits = 8 * ledger.predicted
    assert abs(8 * ledger.payload - bits) < 16 + 2e-6 * bits  # far within 0.1 % and 64 bits


def test_counts_cost_what_krichevsky_and_trofimov_say():
    """The chance of a sequence: the product of Γ(n(x) + 1/2) / Γ(1/2), by Γ(n + 128) / Γ(128)."""
    counts = np.bincount(np.frombuffer(TEXT, np.uint8), minlength=256)
    nats = math.lgamma(len(TEXT) + 128) - math.lgamma(128)
    nats -= sum(math.lgamma(n + 0.5) - math.lgamma(0.5) for n in counts.tolist())
    _, ledger = coded(TEXT, AdaptiveOrder(0))
    assert 8 * ledger.predicted == pytest.approx(nats / math.log(2), rel=1e-10)
    assert 8 * ledger.payload == pytest.approx(nats / math.log(2), abs=20)


@pytest.mark.parametrize(("length", "ones"), [(2, [6 / 5]), (3, [6 / 5, 10 / 9])])
def test_a_context_learns_by_steps_that_shrink(length, ones):
    """1/2, then 2/3 of the way to what came, which is 5/6; then 2/5 of it, which is 9/10."""
    _, ledger = coded(bytes(length), AdaptiveOrder(1))
    bits = 8 + 8 * sum(math.log2(one) for one in ones)
    assert 8 * ledger.predicted == pytest.approx(bits, rel=1e-4)


def test_extra_bits_are_the_divergence():
    """Data drawn from p cost H(p) in the code of p, and D(p ‖ q) more in that of q."""
    shares = np.bincount(np.frombuffer(TEXT, np.uint8), minlength=256) / len(TEXT)
    _, own = coded(TEXT, FixedModel(tuple(shares)))
    other = FixedModel.from_counts(BINARY)
    _, wrong = coded(TEXT, other)
    divergence = kb.kl_divergence(shares, other.probabilities, unit="bits", normalize=True)
    assert wrong.kl_divergence == pytest.approx(divergence, rel=1e-4)
    assert own.kl_divergence == pytest.approx(0, abs=1e-9)
    assert own.entropy == pytest.approx(kb.entropy(shares, unit="bits"), rel=1e-12)
    extra = 8 * (wrong.payload - own.payload)
    assert extra == pytest.approx(len(TEXT) * divergence, rel=1e-3)


@pytest.mark.parametrize("weights", [None, (0.5, 0.25, 0.25), (0.01, 0.01, 0.98)])
def test_a_mixture_costs_its_choice_once_however_long_the_message(weights):
    """It is −log2 of the sum of w(i) q_i(x): at most −log2 w(i) more than by the i-th."""
    parts = MODELS["a mixture"].models
    mixed = BayesianMixture(parts, weights)
    for data in (TEXT[:1_000], bytes(range(256)) * 2):
        single = [8 * coded(data, part)[1].predicted for part in parts]
        bits = 8 * coded(data, mixed)[1].predicted
        best = min(single)
        shares = [w * 2.0 ** (best - s) for w, s in zip(mixed.weights, single, strict=True)]
        assert bits == pytest.approx(best - math.log2(sum(shares)), abs=0.5)
        for weight, alone in zip(mixed.weights, single, strict=True):
            assert bits <= alone - math.log2(weight) + 0.5


def test_a_model_that_was_hopeless_may_still_win():
    """After 300 bytes its weight is 2^-1500, which no float64 holds; then all comes as it says."""
    first = FixedModel((0.5, 2.0**-6) + ((0.5 - 2.0**-6) / 254,) * 254)
    second = FixedModel((2.0**-6, 0.5) + ((0.5 - 2.0**-6) / 254,) * 254)
    data = b"\0" * 300 + b"\1" * 600
    _, ledger = coded(data, BayesianMixture((first, second)))
    best = 8 * coded(data, second)[1].predicted
    assert best < 8 * ledger.predicted < best + 1.01


def test_a_cost_that_is_not_added_up_is_no_number():
    for model in (AdaptiveOrder(0), AdaptiveOrder(2), MixedOrders()):
        coders = model.coding(), model.coding(costs=True)
        assert coders[0].encode(b"abra") == coders[1].encode(b"abra")
        assert math.isnan(coders[0].cost) and coders[1].cost > 0


def test_one_total_of_frequencies():
    assert loops("range_coding").MOST == TOTAL == 1 << 24


def test_longer_contexts_help_where_there_is_something_to_learn():
    sizes = [len(encode(TEXT, MODELS[f"order {k}"])) for k in range(3)]
    assert sizes[0] > sizes[1] > sizes[2]
    assert len(encode(TEXT, MixedOrders())) < 0.9 * min(sizes)
    assert len(encode(TEXT, MixedOrders(2))) < len(encode(TEXT, MixedOrders(1)))


def test_old_counts_are_halved_and_nothing_breaks():
    """Past 2^24 the doubled total is halved: eight million bytes, of which the last are others."""
    data = b"\x01" * ((1 << 23) + 1000) + b"\x02\x03" * 50_000
    blob = encode(data, AdaptiveOrder(0))
    assert decode(blob) == data
    assert len(blob) < 110_000
    digest = "772c9453514e911f76a38347baec8fb9af328a8181ee27a1c94e56fa291d5eec"
    assert sha256(blob).hexdigest() == digest  # of November 2026, which is still to be read


def test_an_impossible_byte_is_named_with_its_offset():
    model = FixedModel.from_counts(b"abc", added=0)
    with pytest.raises(ValueError, match=r"probability 0 to the byte 100 \(b'd'\).*at offset 5;"):
        encode(b"abcabd", model)
    late = b"a" * BLOCK_SIZE + b"cz"
    with pytest.raises(ValueError, match=f"byte 122 .* at offset {BLOCK_SIZE + 1};"):
        encode(late, model)
    wordless = Autoregressive(lambda last: [1.0] + [0.0] * 255, name="zeros")
    with pytest.raises(ValueError, match=r"byte 1 .* at offset 2;"):
        encode(b"\0\0\1", wordless)


def mixed_with(predicted):
    """Code by a mixture of which one part predicts what is no distribution."""
    wrong = Autoregressive(lambda last: predicted, name="x")
    return encode(b"a", BayesianMixture((MODELS["fixed"], wrong)))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: FixedModel((0.5, 0.5)), r"256 bytes, got the shape \(2,\)"),
        (
            lambda: FixedModel((1.0,) * 256),
            "probabilities sums to 256, not 1; divide it by its sum",
        ),
        (lambda: FixedModel((float("nan"),) * 256), "NaN"),
        (lambda: FixedModel.from_counts(b"", added=0), "added must be"),
        (lambda: FixedModel.from_counts([1, 2]), "256 numbers"),
        (lambda: FixedModel.from_counts([-1] * 256), "256 numbers"),
        (lambda: FixedModel.from_counts(b"a", added=-1.0), "added must be"),
        (lambda: AdaptiveOrder(4), "from 0 to 3, got 4"),
        (lambda: AdaptiveOrder(True), "from 0 to 3, got True"),
        (lambda: MixedOrders(0), "from 1 to 3, got 0"),
        (lambda: Autoregressive(after_the_last, name=""), "name"),
        (lambda: Autoregressive(after_the_last, name="x", window=-1), "window"),
        (lambda: BayesianMixture(()), "got 0 for 0 models"),
        (lambda: BayesianMixture((MODELS["fixed"],), (0.5, 0.5)), "got 2 for 1 models"),
        (lambda: BayesianMixture((MODELS["fixed"],), (0.5,)), "weights sums to 0.5"),
        (lambda: BayesianMixture((MODELS["fixed"],), (float("nan"),)), "weights must hold .* NaN"),
        (lambda: mixed_with([0.5, 0.5]), r"256 probabilities, got the shape \(2,\)"),
        (lambda: mixed_with([0.5] * 256), "what predict returned sums to 128"),
        (lambda: mixed_with([-1.0, 2.0] + [0.0] * 254), r"returned\[0\] is -1"),
        (lambda: mixed_with([float("nan")] * 256), "predict returned must hold .* NaN"),
        (lambda: encode(b"a", Autoregressive(lambda last: [0.5, 0.5], name="x")), "256 prob"),
        (
            lambda: encode(b"a", Autoregressive(lambda last: [0.5] * 256, name="x")),
            "what predict returned sums to 128, not 1; divide it by its sum",
        ),
    ],
)
def test_what_is_no_model_is_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_what_is_no_bytes_or_no_model_is_a_type_error():
    with pytest.raises(TypeError, match=r"data must be bytes, got str; text has \.encode"):
        encode("text", AdaptiveOrder(0))
    with pytest.raises(TypeError, match=r"model must be .* got str"):
        encode(b"text", "order 2")
    with pytest.raises(TypeError, match=r"model must be .* got a class"):
        encode(b"text", MixedOrders)
    with pytest.raises(TypeError, match="FixedModel or Autoregressive, got AdaptiveOrder"):
        BayesianMixture((AdaptiveOrder(0),))
    with pytest.raises(TypeError, match="blob must be bytes, got str"):
        decode("text")
    with pytest.raises(TypeError, match=r"model must be .* got str"):
        decode(encode(b"a", AdaptiveOrder(0)), model="x")


def test_bytes_that_do_not_lie_side_by_side():
    every_second = memoryview(b"a.b.r.a.")[::2]
    model = FixedModel.from_counts(every_second)
    assert model == FixedModel.from_counts(b"abra")
    assert decode(memoryview(encode(every_second, model))) == b"abra"
    apart = memoryview(b"".join(bytes([x, 0]) for x in encode(b"abra", model)))[::2]
    assert decode(apart) == b"abra"
    assert ideal_length(every_second, [1 / 256] * 256) == 32


def test_what_is_rarer_than_one_in_two_to_the_24_costs_24_bits():
    rare = Autoregressive(lambda last: [1e-30] + [1 / 255] * 255, name="rare")
    for model in (rare, FixedModel((1e-30,) + (1 / 255,) * 255)):
        _, ledger = coded(bytes(100), model)
        assert 8 * ledger.predicted == pytest.approx(2400, rel=1e-9)
        assert abs(ledger.payload - 300) <= 2


def test_counts_as_large_as_can_be():
    model = FixedModel.from_counts([1e308] * 256)
    assert model.probabilities == (1 / 256,) * 256


@pytest.mark.parametrize(("added", "first"), [(0.5, 3.5 / 131), (0.0, 1.0), (2.0, 5 / 515)])
def test_what_is_added_to_counts(added, first):
    model = FixedModel.from_counts(b"aaa", added=added)
    assert model.probabilities[ord("a")] == pytest.approx(first, rel=1e-15)
    assert FixedModel.from_counts([3 * (x == ord("a")) for x in range(256)], added=added) == model


@pytest.mark.parametrize(
    ("window", "given"), [(0, [b""] * 5), (2, [b"", b"a", b"ab", b"bc", b"cd"])]
)
def test_a_function_is_given_the_last_bytes(window, given):
    asked = []

    def noted(last):
        asked.append(last)
        return [1 / 256] * 256

    model = Autoregressive(noted, name="noted", window=window)
    blob = encode(b"abcde", model)
    assert asked == given
    assert decode(blob, model=model) == b"abcde"
    assert asked == given * 2


def digests():
    """Return what every model but the slowest makes of some data, in short."""
    data = TEXT[:1_500] + BINARY[:500] + b"\0" * 300 + bytes(range(256))
    return [sha256(encode(data, MODELS[name])).hexdigest()[:16] for name in FAST]


def test_without_numba_the_same_bits_come_out():
    code = """import sys
sys.modules["numba"] = None
sys.path.insert(0, sys.argv[1])
from coding.test_models import FAST, MODELS, digests
from kullback.coding import decode, encode
from kullback.kernels.coding import compiled
assert not compiled()
print(*digests())
for name in FAST:
    assert decode(encode(b"abracadabra" * 9, MODELS[name])) == b"abracadabra" * 9"""
    folder = os.path.dirname(os.path.dirname(__file__))
    done = subprocess.run(
        [sys.executable, "-c", code, folder], capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == digests(), done.stderr
