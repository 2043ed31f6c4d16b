"""The guide shows what its commands print, and its links lead somewhere."""

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import kullback

pytest.importorskip("sklearn")
pytest.importorskip("pandas")
ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide.md"
CODING = ROOT / "docs" / "two_translations.md"
WITH_COMMANDS = [GUIDE, CODING]
WITH_EXAMPLES = [
    *WITH_COMMANDS,
    *(ROOT / "docs" / name for name in ("estimates.md", "losses.md")),
]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)


def parts(block):
    """Return the commands of a block, each with the lines that it printed."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line.removeprefix("$ "), []))
        else:
            found[-1][1].append(line)
    return found


def printed(command, folder):
    """Run a command as the guide does, in the folder of the source or one with the same data."""
    (folder / "kullback").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kullback "$@"\n')
    (folder / "kullback").chmod(0o755)
    if not (folder / "examples").exists():
        (folder / "examples").symlink_to(ROOT / "examples")
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    environment |= {
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(Path(kullback.__file__).parents[1]),
        "PYTHONIOENCODING": "utf-8",
    }
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env=environment,
        timeout=300,
    )
    assert done.stderr == ""
    return [line.rstrip() for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    "block", [block for page in WITH_COMMANDS for block in CONSOLE.findall(page.read_text("utf-8"))]
)
def test_the_guide_shows_what_the_commands_print(block, tmp_path):
    for command, shown in parts(block):
        assert printed(command, tmp_path) == shown


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: page.name)
def test_examples_of_a_page(page):
    options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    found = doctest.testfile(str(page), module_relative=False, optionflags=options)
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if not target.startswith("http"):
            path, _, heading = target.partition("#")
            assert (page.parent / path).exists(), target
            assert not heading or f"# {heading}" in text.lower().replace(" ", "-"), target


if __name__ == "__main__":
    # Print anew what the commands of these pages, or of those that are named, print.
    import tempfile

    def anew(block):
        with tempfile.TemporaryDirectory() as folder:
            lines = [
                line
                for command, _ in parts(block[1])
                for line in (f"$ {command}", *printed(command, Path(folder)))
            ]
        return "```console\n" + "\n".join(lines) + "\n```"

    for page in map(Path, sys.argv[1:] or WITH_COMMANDS):
        page.write_text(CONSOLE.sub(anew, page.read_text("utf-8")), "utf-8")
