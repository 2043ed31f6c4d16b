"""`kullback encode` and `kullback decode`: round trips, the ledger, and what is refused."""

import importlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kullback as kb
from corruptions import corruptions
from kullback.cli import writing
from kullback.cli.coded_files import reading
from kullback.coding import AdaptiveOrder, MixedOrders, encode

A = (b"the quick brown fox jumps over the lazy dog. " * 200)[:7_001]
B = (b"The five boxing wizards jump quickly! 0123456789 " * 200)[:9_000]
SCRIPT = Path(kb.__file__).parents[1]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_bytes(A)
    (tmp_path / "b.txt").write_bytes(B)
    return tmp_path


def shell(command, folder, **how):
    """Run a command in which `kullback` is the one under test."""
    command = command.replace("kullback", f'"{sys.executable}" -m kullback')
    environment = os.environ | {"PYTHONPATH": str(SCRIPT)}
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        capture_output=True,
        env=environment,
        timeout=100,
        **how,
    )


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("options", "model"),
    [
        ([], MixedOrders()),
        (["--order", "mixed"], MixedOrders()),
        (["--order", "0"], AdaptiveOrder(0)),
        (["--order", "2"], AdaptiveOrder(2)),
    ],
)
def test_what_is_encoded_is_what_the_library_encodes_and_comes_back(
    options, model, folder, kullback
):
    done = kullback("encode", folder / "a.txt", *options)
    blob = (folder / "a.txt.kbl").read_bytes()
    assert done.returncode == 0, done.stderr
    assert f"7,001 bytes are {len(blob):,} in" in done.stdout
    assert blob == encode(A, model)
    done = kullback("decode", folder / "a.txt.kbl", "-o", folder / "again")
    assert (done.returncode, done.stderr) == (0, "")
    assert "7,001 bytes in" in done.stdout
    assert (folder / "again").read_bytes() == A
    assert names(folder) == ["a.txt", "a.txt.kbl", "again", "b.txt"]


@pytest.mark.parametrize("data", [b"", b"\n"])
def test_next_to_nothing(data, folder, kullback):
    (folder / "a.txt").write_bytes(data)
    assert kullback("encode", folder / "a.txt", "--explain").returncode == 0
    (folder / "a.txt").unlink()
    assert kullback("decode", folder / "a.txt.kbl").returncode == 0
    assert (folder / "a.txt").read_bytes() == data


def test_another_file_as_the_model(folder, kullback):
    how = ["--model", folder / "b.txt"]
    assert kullback("encode", folder / "a.txt", *how).returncode == 0
    again = folder / "again"
    done = kullback("decode", folder / "a.txt.kbl", "-o", again)
    assert (done.returncode, again.exists()) == (2, False)
    assert "a model that it does not hold" in done.stderr
    done = kullback("decode", folder / "a.txt.kbl", "-o", again, "--model", folder / "a.txt")
    assert (done.returncode, again.exists()) == (2, False)
    assert "another model than the one given" in done.stderr
    assert kullback("decode", folder / "a.txt.kbl", "-o", again, *how).returncode == 0
    assert again.read_bytes() == A


def test_the_extra_bytes_are_the_divergence(folder, kullback):
    """Those of the code for the other file, less those of the code for its own bytes."""
    out = ["-o", folder / "out"]
    found = {}
    for name in ("a", "b"):
        how = ["--model", folder / f"{name}.txt", "--json"]
        found[name] = json.loads(kullback("encode", folder / "a.txt", *out, *how).stdout)
    other, own = found["b"], found["a"]
    assert other["schema"] == "kullback.encoding/1" and other["unit"] == "bits"
    p, q = ([data.count(x) + added for x in range(256)] for data, added in ((A, 0), (B, 0.5)))
    divergence = float(kb.kl_divergence(p, q, unit="bits", normalize=True))
    assert other["kl_divergence"] == pytest.approx(divergence, rel=1e-4)
    assert other["entropy"] == pytest.approx(float(kb.entropy(p, unit="bits", normalize=True)))
    assert other["cross_entropy"] == pytest.approx(other["entropy"] + divergence, rel=1e-5)
    extra = len(A) * (divergence - own["kl_divergence"]) / 8
    assert other["payload"] - own["payload"] == pytest.approx(extra, abs=8)
    assert other["size"] == other["payload"] + 84 == (folder / "out").stat().st_size
    assert other["predicted"] == pytest.approx(len(A) * other["cross_entropy"] / 8, rel=1e-12)


def rows(printed):
    """Return the numbers of each row of a table by its name."""
    found = {}
    for line in printed.splitlines():
        parts = re.split(r"\s{2,}", line.strip())
        found[parts[0]] = [float(part.replace(",", "")) for part in parts[1:] if part[-1].isdigit()]
    return found


def test_explain_adds_up(folder, kullback):
    done = kullback("encode", folder / "a.txt", "--model", folder / "b.txt", "--explain")
    found = rows(done.stdout)
    entropy, divergence, cost = (
        found["entropy H(p) of the bytes"],
        found["KL divergence D(p ‖ q) from the model"],
        found["cross-entropy under the model"],
    )
    assert entropy[0] + divergence[0] == pytest.approx(cost[0], abs=2e-6)
    assert entropy[1] + divergence[1] == pytest.approx(cost[1], abs=0.2)
    assert found["predicted payload"] == [cost[1]]
    assert found["payload"][0] - cost[1] == pytest.approx(found["payload, less predicted"][0], 0.2)
    beside = found["header, blocks, checksums"][0]
    assert beside == 84
    assert (
        found["file"] == [(folder / "a.txt.kbl").stat().st_size] == [found["payload"][0] + beside]
    )
    learned = rows(kullback("encode", folder / "a.txt", "-o", folder / "x", "--explain").stdout)
    assert learned["learning costs, less what contexts save"][0] < 0
    assert learned["cross-entropy under what the model learns"][0] < entropy[0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["encode", "nowhere"], "cannot read nowhere: No such file"),
        (["encode", "."], "cannot read .: it is a folder"),
        (["encode", ".", "-o", "out"], "cannot read .: Is a directory"),
        (["encode", "/proc/self/mem", "-o", "out"], "cannot read /proc/self/mem: Input/output"),
        (["encode", "a.txt", "--model", "nowhere"], "cannot read nowhere"),
        (["encode", "a.txt", "--model", "b.txt", "--order", "1"], "take --model or --order"),
        (["encode", "a.txt", "--order", "4"], "'4'"),
        (["encode", "a.txt", "--model", "b.txt", "-o", "./b.txt"], "b.txt would be replaced"),
        (["encode", "a.txt", "-o", "nowhere/out"], "there is no folder nowhere"),
        (["encode", "a.txt", "-o", "/dev/full"], "cannot write /dev/full: No space left"),
        (["encode", "b.txt"], "b.txt.kbl is there already: say -o OUT"),
        (["encode", "-"], "say -o OUT"),
        (["encode", "-", "--model", "-", "-o", "out"], "only one of the two can be -"),
        (["decode", "-", "--model", "-", "-o", "out"], "only one of the two can be -"),
        (["encode", "pipe", "--model", "pipe", "-o", "out"], "pipe can be read once"),
        (["encode", "a.txt", "-o", "a.txt"], "a.txt would be replaced, and it is what is read"),
        (["encode", "a.txt", "-o", "link"], "a.txt would be replaced, and it is what is read"),
        (["encode", "link", "-o", "a.txt"], "link would be replaced, and it is what is read"),
        (["encode", "b.txt", "--model", "a.txt", "-o", "link"], "a.txt would be replaced, and dec"),
        (["decode", "b.txt.kbl", "-o", "./b.txt.kbl"], "b.txt.kbl would be replaced, and it is"),
        (["decode", "b.txt.kbl", "--model", "a.txt", "-o", "link"], "a.txt would be replaced"),
        (["encode", "a.txt", "--json", "-o", "-"], "leave out --json or say another OUT"),
        (["encode", "a.txt", "--json", "-o", "/dev/stdout"], "leave out --json or say another"),
        (["encode", "a\x1b[31m\a"], "cannot read a\\x1b[31m\\x07: No such file"),
        (["encode"], "FILE"),
        (["decode", "a.txt"], "does not end with .kbl: say -o OUT"),
        (["decode", ".kbl"], ".kbl is nothing but its ending: say -o OUT"),
        (["decode", "-"], "what comes from standard input has no name: say -o OUT"),
        (["decode", "b.txt.kbl"], "b.txt is there already"),
        (["decode", "nowhere", "-o", "out"], "cannot read nowhere"),
        (["decode", "a.txt", "-o", "out"], "a.txt cannot be decoded: it was not written by"),
        (["decode", "b.txt.kbl", "-o", "/dev/full"], "cannot write /dev/full: No space left"),
        (["decode", "b.txt.kbl", "-o", "out", "--model", "a.txt"], "another model"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_leaves_no_file(
    arguments, words, folder, kullback, monkeypatch
):
    monkeypatch.chdir(folder)
    Path("b.txt.kbl").write_bytes(encode(B, AdaptiveOrder(0)))
    Path("link").symlink_to("a.txt")
    os.mkfifo("pipe")
    before = names(folder)
    done = kullback(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1 and words in done.stderr
    assert names(folder) == before


def test_a_file_that_may_not_be_read(folder, kullback):
    (folder / "a.txt").chmod(0)
    if os.access(folder / "a.txt", os.R_OK):
        pytest.skip("to root nothing is forbidden")
    done = kullback("encode", folder / "a.txt")
    assert done.returncode == 2 and "Permission denied" in done.stderr
    assert names(folder) == ["a.txt", "b.txt"]


def test_damaged_files_are_refused_and_what_was_there_stays(folder, kullback):
    """A few on the command line, of those that `python tests/corruptions.py` makes by thousands."""
    blob, out = folder / "blob", folder / "out"
    out.write_text("before")
    for _, data, model in corruptions(16, seed=2):
        if model is not None:
            continue
        blob.write_bytes(data)
        done = kullback("decode", blob, "-o", out)
        assert (done.returncode, done.stdout) == (2, "")
        assert len(done.stderr.splitlines()) == 1
        assert f"{blob} cannot be decoded: " in done.stderr
    assert out.read_text() == "before"
    assert names(folder) == ["a.txt", "b.txt", "blob", "out"]


def test_pipes_in_and_out_hold_the_code_and_nothing_else(folder):
    done = shell(
        "cat a.txt b.txt | kullback encode - --order 0 --explain -o /dev/stdout "
        "| kullback decode - -o -",
        folder,
    )
    assert (done.returncode, done.stdout) == (0, A + B)
    assert b"16,001 bytes are" in done.stderr and b"predicted payload" in done.stderr
    assert names(folder) == ["a.txt", "b.txt"]


def test_a_pipe_is_not_read_twice_by_other_names(folder):
    done = shell(
        "for two in '- --model /dev/stdin' '/dev/stdin --model -';"
        "do echo SECRET | kullback encode $two -o x; echo $?; done; ls",
        folder,
    )
    assert done.stdout.split() == [b"2", b"2", b"a.txt", b"b.txt"]
    assert done.stderr.count(b"can be read once") == 2


def test_a_file_whose_name_is_a_dash_is_no_standard_input(folder, kullback, monkeypatch):
    monkeypatch.chdir(folder)
    Path("-").write_bytes(A)
    assert kullback("encode", "./-").returncode == 0
    assert Path("-.kbl").read_bytes() == encode(A, MixedOrders())
    assert kullback("decode", "./-.kbl", "-o", "-", "--model", "./-").returncode == 2
    Path("-").unlink()
    assert kullback("decode", "./-.kbl", "-o", "./-").returncode == 0
    assert Path("-").read_bytes() == A


@pytest.mark.parametrize("command", ["encode", "decode"])
def test_a_file_that_comes_to_be_there_meanwhile_stays(command, folder, kullback, monkeypatch):
    (folder / "c.txt.kbl").write_bytes(encode(A, AdaptiveOrder(0)))
    read, target = {"encode": ("a.txt", "a.txt.kbl"), "decode": ("c.txt.kbl", "c.txt")}[command]
    module = importlib.import_module(f"kullback.cli.{command}")
    inner = getattr(module, f"{command}d")

    def meanwhile(*given, **options):
        (folder / target).write_text("of somebody else")
        return inner(*given, **options)

    monkeypatch.setattr(module, f"{command}d", meanwhile)
    done = kullback(command, folder / read)
    assert (done.returncode, done.stdout) == (2, "")
    assert "another file has come to be there meanwhile" in done.stderr
    assert (folder / target).read_text() == "of somebody else"
    assert names(folder) == sorted({"a.txt", "b.txt", "c.txt.kbl", target})
    assert kullback(command, folder / read, "-o", folder / target).returncode == 0
    assert (folder / target).read_bytes() != b"of somebody else"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_what_is_made_of_a_file_is_no_more_open_than_it(mode, folder, kullback):
    out, target = folder / "out", folder / "target"
    (folder / "a.txt").chmod(mode)
    target.touch(0o600)
    mask = os.umask(0o022)
    try:
        assert kullback("encode", folder / "a.txt").returncode == 0
        assert kullback("decode", folder / "a.txt.kbl", "-o", out).returncode == 0
        assert kullback("decode", folder / "a.txt.kbl", "-o", target).returncode == 0
    finally:
        os.umask(mask)
    found = [each.stat().st_mode & 0o777 for each in (folder / "a.txt.kbl", out, target)]
    assert found == [mode, mode, 0o600]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1])
def test_a_signal_leaves_no_file(number, folder):
    os.mkfifo(folder / "pipe")
    held = os.open(folder / "pipe", os.O_RDWR)  # a writer that has nothing to say
    command = [sys.executable, "-m", "kullback", "encode", "pipe", "-o", "out"]
    environment = os.environ | {"PYTHONPATH": str(SCRIPT)}
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # as nohup would not have it
    ) as run:
        while not any(name.endswith(".kullback") for name in names(folder)):
            assert run.poll() is None
            time.sleep(0.02)
        run.send_signal(number)
        try:
            assert run.wait(20) == -number
        finally:
            run.kill()
    os.close(held)
    assert names(folder) == ["a.txt", "b.txt", "pipe"]


def test_a_pipe_that_is_closed_ends_it_silently(folder):
    (folder / "long").write_bytes(os.urandom(300_000))
    done = shell(
        "kullback encode long --order 0 -o /dev/stdout | head -c 1 >/dev/null; "
        "echo ${PIPESTATUS[0]}; ls",
        folder,
    )
    assert (done.stdout, done.stderr) == (b"0\na.txt\nb.txt\nlong\n", b"")


def test_a_full_disk_leaves_what_was_there(folder):
    code = """import resource, signal
from kullback.cli import run
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
run(["encode", "a.txt", "--order", "0", "-o", "out"])"""
    (folder / "out").write_text("before")
    environment = os.environ | {"PYTHONPATH": str(SCRIPT)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "kullback: cannot write out: File too large\n"
    assert (folder / "out").read_text() == "before"
    assert names(folder) == ["a.txt", "b.txt", "out"]


class Terminal(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self):
        return True


@pytest.mark.parametrize("watched", [True, False])
def test_a_bar_is_shown_to_who_watches_a_long_run(watched, folder, monkeypatch):
    stream = Terminal() if watched else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(writing, "PATIENCE", 0.0)
    monkeypatch.setenv("TERM", "xterm")
    with reading(folder / "a.txt", "encoding") as read:
        time.sleep(0.05)  # the bar's thread begins
        assert read(7_001) == A
        time.sleep(0.2)
    assert ("encoding" in stream.getvalue()) == watched
