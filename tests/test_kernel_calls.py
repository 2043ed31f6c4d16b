"""How a call comes to a kernel, and from there to threads: what is large, what is left alone."""

import os
import shutil
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import kullback as kb
from kullback._arrays import are_large
from kullback.kernels import loading, table, threads

SOURCE = Path(kb.__file__).parent
P = np.full((400, 300), 1 / 300)
CPU = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""


@pytest.fixture
def asked(monkeypatch):
    """Return a list that grows by a name whenever kernels answer."""
    names, answer = [], table.answer

    def noted(name, *how):
        got = answer(name, *how)
        names.extend([] if got is NotImplemented else [name])
        return got

    monkeypatch.setattr(table, "answer", noted)
    return names


def run(code, **environment):
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=300,
        env=os.environ | environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


# What is large


@pytest.mark.parametrize("labels", [np.zeros(400, int), [0] * 400, pd.Series([0] * 400)])
def test_labels_of_any_kind_beside_a_large_array(labels, asked):
    assert kb.cross_entropy(labels, P, given=("labels", "logits")).shape == (400,)
    assert asked == ["cross_entropy"]


def test_small_arrays_that_are_large_where_they_broadcast(asked):
    p, q = P[:40, None], P[:40][None]
    assert kb.kl_divergence(p, q).shape == (40, 40)
    assert asked == ["kl_divergence"]


def test_one_small_array_beside_a_large_one(asked):
    kb.kl_divergence(P[0], P)
    kb.kl_divergence(P, P[0], given=("probs", "probs"))
    assert asked == ["kl_divergence"] * 2


def test_a_file_in_memory(asked, tmp_path):
    np.save(tmp_path / "p.npy", P)
    assert kb.entropy(np.load(tmp_path / "p.npy", mmap_mode="r")).shape == (400,)
    assert asked == ["entropy"]


def test_small_calls_and_other_libraries_are_left_alone(asked):
    kb.entropy(P[:4]), kb.entropy(P.tolist()), kb.kl_divergence(P[:4], P[4:8])
    assert asked == []
    assert not are_large((np.ma.masked_array(P),))
    assert not are_large((np.zeros((300, 7)), np.zeros((300, 6))))


def test_what_is_wrong_is_said_as_of_small_arrays():
    for call, error, says in (
        (lambda p: kb.entropy(p, units="bits"), TypeError, "units"),
        (lambda p: kb.entropy(p, unit="byte"), ValueError, "unit must be one of"),
        (lambda p: kb.entropy(p, unit=["bits"]), ValueError, "unit must be one of"),
        (lambda p: kb.entropy(p, axis=None), TypeError, "axis must be an integer"),
        (lambda p: kb.entropy(p, axis=1.5), TypeError, "axis must be an integer"),
        (lambda p: kb.entropy(p, given="prob"), ValueError, "given"),
        (lambda p: kb.entropy(p, p, p), TypeError, "positional"),
        (lambda p: kb.entropy(np.matrix(p)), TypeError, r"numpy\.asarray\(p\)"),
        (lambda p: kb.entropy(np.ma.masked_array(p)), TypeError, "masked"),
        (lambda p: kb.kl_divergence(p, [1.0]), ValueError, "same outcomes"),
    ):
        for p in (P[:2], P):
            with pytest.raises(error, match=says), warnings.catch_warnings():
                warnings.simplefilter("ignore", PendingDeprecationWarning)
                call(p)


def test_each_type_is_held_to_its_own_tolerance():
    right, wrong = (P / P.sum(-1, keepdims=True)), P / 1.01
    assert (kb.kl_divergence(wrong.astype(np.float16), right.astype(np.float32)) < 1e-3).all()
    with pytest.raises(ValueError, match=r"q\[0, :\] sums to 0\.99"):
        kb.kl_divergence(right.astype(np.float16), wrong.astype(np.float32))


# Numba that is missing, or broken


def test_broken_numba_is_said_once_and_definitions_answer(tmp_path):
    (tmp_path / "numba").mkdir()
    (tmp_path / "numba" / "__init__.py").write_text(
        "import sys; sys.tried = getattr(sys, 'tried', 0) + 1\n"
        "raise ImportError('needs an older NumPy')"
    )
    code = """import warnings
with warnings.catch_warnings(record=True) as said:
    import sys, numpy as np, kullback as kb
    p = np.full((400, 300), 1 / 300)
    [kb.entropy(p) for _ in range(3)]
    kb.losses.cross_entropy_with_gradient(np.zeros(400, int), p)
    print(round(float(kb.entropy(p)[0]), 3), sys.tried, *(w.message for w in said))"""
    places = os.pathsep.join([str(tmp_path), str(Path(kb.__file__).parents[1])])
    assert run(code, PYTHONPATH=places) == ["5.704", "1", *loading.BROKEN.format(
        "needs an older NumPy").split()]  # fmt: skip


def test_numba_that_is_switched_off_is_not_used():
    code = """import numpy as np, kullback as kb
from kullback.coding import AdaptiveOrder, decode, encode
print(round(float(kb.entropy(np.full((400, 300), 1 / 300))[0]), 3))
print(decode(encode(b"abra", AdaptiveOrder(2))).decode())"""
    assert run(code, NUMBA_DISABLE_JIT="1") == ["5.704", "abra"]


def test_another_module_that_is_missing_is_an_error():
    with pytest.raises(ModuleNotFoundError, match="nowhere"):
        loading.loaded("kullback.kernels.nowhere")


@pytest.mark.compilation
@pytest.mark.parametrize("changed", ["exponential.py", "summing.py"])
def test_compiled_kernels_belong_to_their_sources(changed, tmp_path):
    """A constant that other files use is changed: what was compiled before must not answer."""
    shutil.copytree(SOURCE, tmp_path / "kullback", ignore=shutil.ignore_patterns("__pycache__"))
    code = """import numpy as np, kullback as kb
x = np.full((4000, 300), 1 / 300)
print(kb.cross_entropy(x, np.roll(x, 1), normalize=True)[0])"""
    how = {"PYTHONPATH": str(tmp_path), "NUMBA_CACHE_DIR": str(tmp_path / "kept")}
    before = float(*run(code, **how))
    file = tmp_path / "kullback" / "kernels" / "numba" / changed
    old, new = {
        "exponential.py": ("LN2 = math.log(2.0)", "LN2 = math.log(2.5)"),
        "summing.py": ("sums[k] = high + low", "sums[k] = high + low + (k == 0)"),
    }[changed]
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    assert abs(float(*run(code, **how)) - before) > 0.01  # not by a rounding, as definitions may be


# Threads


def test_there_is_one_pool_however_many_pieces(monkeypatch):
    monkeypatch.setenv(threads.VARIABLE, "3")
    begun = threading.active_count()
    for count in range(1, 40):
        threads.share(lambda start, stop: None, count)
    assert list(threads._pools) == [3] and threading.active_count() <= begun + 3
    monkeypatch.setenv(threads.VARIABLE, "2")
    threads.share(lambda start, stop: None, 40)
    assert list(threads._pools) == [2]


def test_as_many_threads_as_processors_unless_told_otherwise(monkeypatch):
    monkeypatch.delenv(threads.VARIABLE, raising=False)
    assert threads.number_of_threads() == len(os.sched_getaffinity(0))
    monkeypatch.setenv(threads.VARIABLE, " 4 ")
    assert threads.number_of_threads() == 4
    for wanted in ("0", "1.5", "9" * 5000):
        monkeypatch.setenv(threads.VARIABLE, wanted)
        with pytest.raises(ValueError, match=rf"^{threads.VARIABLE} must be"):
            threads.number_of_threads()


def test_each_of_a_range_is_worked_on_once(monkeypatch):
    monkeypatch.setenv(threads.VARIABLE, "2")
    for count in (0, 1, 2, 7, 1000):
        done = np.zeros(count, int)

        def work(start, stop, done=done):
            done[start:stop] += 1

        threads.share(work, count)
        assert (done == 1).all()


def test_what_goes_wrong_in_a_thread_is_raised_when_all_have_stopped(monkeypatch):
    monkeypatch.setenv(threads.VARIABLE, "2")
    working, lock = [], threading.Lock()

    def work(start, stop):
        with lock:
            working.append(1)
        try:
            if start == 0:
                raise KeyboardInterrupt
            threading.Event().wait(0.05)
        finally:
            with lock:
                working.pop()

    with pytest.raises(KeyboardInterrupt):
        threads.share(work, 100)
    assert working == []


def test_kernels_answer_while_python_ends():
    code = """import atexit, numpy as np, kullback as kb
p = np.full((4000, 300), 1 / 300)
kb.entropy(p)
atexit.register(lambda: print(round(float(kb.entropy(p)[0]), 3)))"""
    assert run(code, KULLBACK_NUM_THREADS="2") == ["5.704"]


def test_a_fork_while_another_thread_asks_for_the_pool():
    code = """import os, numpy as np, kullback as kb
from kullback.kernels import threads
p = np.full((4000, 300), 1 / 300)
kb.entropy(p)
threads._lock.acquire()
child = os.fork()
if child == 0:
    os._exit(0 if round(float(kb.entropy(p)[0]), 3) == 5.704 else 1)
print(os.waitpid(child, 0)[1])"""
    assert run(code, KULLBACK_NUM_THREADS="2") == ["0"]


@pytest.mark.compilation
def test_nothing_is_left_to_compile_afterwards():
    code = """import pkgutil, importlib, numpy as np, kullback as kb
import kullback.kernels.numba as room
from kullback.kernels import __main__ as beforehand
from kullback.kernels.table import KERNELS
from kullback._quantity import QUANTITIES

def compiled():
    modules = [importlib.import_module(m.name) for m in
               pkgutil.iter_modules(room.__path__, room.__name__ + ".")]
    return sorted({(f.__module__, f.__name__, str(s)) for m in modules for f in vars(m).values()
                   for s in getattr(f, "signatures", ())})

beforehand.compile_all()
before, rng = compiled(), np.random.default_rng(0)
for dtype in ("f4", "f8"):
    for name, given in KERNELS:
        forms = given if isinstance(given, tuple) else (given,) * (1 if name == "entropy" else 2)
        for shape in ((2, 150_000), (1, 100_000), (200, 1000), (20_000, 7)):
            p = rng.dirichlet(np.full(shape[1], 0.3), shape[0]).astype(dtype)
            held = {"probs": p, "logits": 30 * p, "labels": np.zeros(shape[0], "i4")}
            with np.errstate(all="ignore"):
                held["log_probs"] = np.log(p)
            for normalize in (False, True):
                arrays = [held[form] for form in forms]
                if normalize and forms[0] == "probs":
                    arrays[0] = 3 * arrays[0]
                QUANTITIES[name].evaluate(*arrays, given=given, normalize=normalize)
            kb.losses.cross_entropy_with_gradient(held["labels"], held["logits"])
            kb.losses.kl_divergence_with_gradient(held["logits"], held["logits"] ** 2 / 30)
print(len(before) > 50, *set(compiled()) - set(before))"""
    assert run(code) == ["True"]


NARROW = """
import math
import numpy as np
import kullback as kb
from kullback.kernels.numba.summing import BLOCK
p = np.full((2, 1_000_000), 1e-6)
exact = 13.815510557964274  # log 1,000,000
print(BLOCK, abs(kb.entropy(p)[0] - exact) / exact / np.finfo(float).eps)
"""


@pytest.mark.compilation
@pytest.mark.skipif("avx2" not in CPU, reason="asks for a processor that has AVX2")
def test_narrow_vectors_keep_the_promise(tmp_path):
    """They hold half of the partial sums: of blocks as long entropy was 9.7 eps off."""
    features = "+avx,+avx2,+fma,+bmi,+bmi2,+lzcnt,+popcnt"
    block, off = run(
        NARROW, NUMBA_CPU_NAME="haswell", NUMBA_CPU_FEATURES=features,
        NUMBA_CACHE_DIR=str(tmp_path),
    )  # fmt: skip
    assert int(block) == 256
    assert float(off) <= 8.0
