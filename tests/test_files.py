"""Output files are whole or not there."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import kullback as kb
from kullback._files import write_file, writing

LIMITED = """
import resource, signal, sys
from kullback._files import write_file
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_file(sys.argv[1], "x" * 5000)
except OSError as error:
    print(error)
"""


def test_text_and_bytes_are_written_whole(tmp_path):
    write_file(tmp_path / "text", "ä‖")
    write_file(tmp_path / "bytes", b"\x00\xff")
    assert (tmp_path / "text").read_bytes() == "ä‖".encode()
    assert (tmp_path / "bytes").read_bytes() == b"\x00\xff"
    assert len(list(tmp_path.iterdir())) == 2


def test_the_mode_is_the_users_and_stays(tmp_path):
    path = tmp_path / "page"
    mask = os.umask(0o027)
    try:
        write_file(path, "one")
        assert path.stat().st_mode & 0o777 == 0o640
        path.chmod(0o604)
        write_file(path, "two")
    finally:
        os.umask(mask)
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("two", 0o604)


@pytest.mark.parametrize(("before", "meanwhile"), [(None, 0o640), (0o604, 0o600)])
def test_nobody_else_reads_what_is_being_written(tmp_path, before, meanwhile):
    path = tmp_path / "page"
    if before is not None:
        path.touch()
        path.chmod(before)
    with writing(path, 0o640):
        (temporary,) = (each for each in tmp_path.iterdir() if each != path)
        assert temporary.stat().st_mode & 0o777 == meanwhile
    assert path.stat().st_mode & 0o777 == (before or meanwhile)


@pytest.mark.parametrize("links", [True, False])
def test_what_has_come_to_be_there_is_not_replaced_unasked(tmp_path, links, monkeypatch):
    if not links:  # as on some file systems of sticks and shares
        monkeypatch.setattr(os, "link", lambda *of: os.rename(tmp_path / "none", tmp_path / "no"))
    with writing(tmp_path / "new", replace=False) as file:
        file.write(b"one")
    assert (tmp_path / "new").read_bytes() == b"one"
    with (
        pytest.raises(OSError, match="new: another file has come to be there meanwhile"),
        writing(tmp_path / "new", replace=False) as file,
    ):
        file.write(b"two")
    assert (tmp_path / "new").read_bytes() == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_link_keeps_its_place(tmp_path):
    (tmp_path / "far").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "far" / "page")
    write_file(link, "text")
    assert link.is_symlink()
    assert (tmp_path / "far" / "page").read_text() == "text"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", "it is a folder"),
        ("nowhere/page.html", "there is no folder"),
        ("file/page.html", "there is no folder"),
        ("n" * 300, "too long"),
    ],
)
def test_a_path_that_cannot_be_is_one_sentence(tmp_path, path, words):
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=words) as error:
        write_file(tmp_path / path, "text")
    assert str(error.value).startswith("cannot write ")
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_a_stream_that_leads_to_a_file_goes_on_where_it_is(tmp_path):
    """As in `>> log`: what the log holds stays, and what is written next comes after."""
    write = f'{sys.executable} -c \'from kullback._files import write_file as w; w("{{}}", "x")\''
    command = "echo precious >log; {} >>log; (echo one; {}; echo two) >all; {} 3>>log"
    paths = ("/dev/stdout", "/dev/stdout", "/dev/fd/3")
    command = command.format(*(write.format(path) for path in paths))
    environment = os.environ | {"PYTHONPATH": str(Path(kb.__file__).parents[1])}
    subprocess.run(["bash", "-c", command], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "log").read_text() == "precious\nxx"
    assert (tmp_path / "all").read_text() == "one\nxtwo\n"


@pytest.mark.parametrize("twice", [False, True])
def test_a_file_below_dev_is_a_file(twice):
    """As in /dev/shm, where there is one: written anew, and not behind what was there."""
    folder = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with TemporaryDirectory(dir=folder) as below:
        target = Path(below) / "a.txt"
        if twice:
            write_file(target, "before")
        write_file(target, "after")
        assert target.read_text() == "after"


def test_a_full_device_is_one_sentence():
    with pytest.raises(OSError, match="cannot write /dev/full: No space left"):
        write_file("/dev/full", "text" * 10_000)


def test_a_full_disk_leaves_what_was_there(tmp_path):
    path = tmp_path / "page"
    path.write_text("before")
    found = subprocess.run(
        [sys.executable, "-c", LIMITED, path], capture_output=True, text=True, check=True
    )
    assert found.stdout.startswith(f"cannot write {path}: File too large")
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_device_is_written_to_directly():
    write_file("/dev/null", "text")
    assert not os.path.isfile("/dev/null")
