"""The entry point: which commands there are, how errors are worded, which exit code they set."""

import os
import signal
import sys
import traceback
from io import TextIOWrapper
from types import FrameType

import click

from kullback import __version__
from kullback._figures import readable

DONE, UNUSABLE, INTERRUPTED = 0, 2, 130  # and 1, which a tripped gate sets

# Where each command lives; a command's file is loaded when it is run.
COMMANDS = {
    "compare": "what changed between two tables, and is it real?",
    "measure": "how uncertain is each column, and what do pairs tell about each other?",
    "bits": "the quantities of a distribution typed by hand",
    "encode": "a file as the bits that a model makes of it; what the wrong model costs",
    "decode": "the file again",
}


class Commands(click.Group):
    """Commands by name, each loaded on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Load the command `name`."""
        if name not in COMMANDS:
            return None
        from importlib import import_module

        command: click.Command = getattr(import_module(f"kullback.cli.{name}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, no_args_is_help=False, invoke_without_command=True)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(__version__, package_name="kullback", message="kullback %(version)s")
@click.pass_context
def program(ctx: click.Context, debug: bool) -> None:
    """Measure information.

    \b
    kullback compare last_year.csv this_year.csv
    kullback measure this_year.csv
    kullback bits 0.5,0.25,0.25 --against 1/3,1/3,1/3
    kullback encode a.txt --model b.txt --explain
    """
    del debug  # read by `run`, which is the one that catches errors
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def run(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    _prepare_streams()
    sys.exit(_exit_code(sys.argv[1:] if arguments is None else arguments))


def _prepare_streams() -> None:
    """Let output that is closed go nowhere, and letters that a terminal lacks be spelled out."""
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _exit_code(arguments: list[str]) -> int:
    debug = "--debug" in arguments
    arguments = [argument for argument in arguments if argument != "--debug"]
    interrupted = _note_interrupts()
    code = DONE
    try:
        code = _invoke(arguments)
        sys.stdout.flush()
        return code
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:  # the reader has seen enough, as in `kullback … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return code
    except Exception as error:
        if interrupted:
            return INTERRUPTED
        if debug:
            traceback.print_exc()
        else:
            print(f"kullback: {_sentence(error)}", file=sys.stderr)
        return UNUSABLE


def _invoke(arguments: list[str]) -> int:
    """Do what `program.main` does, which ends a closed pipe with 1, the code of a tripped gate."""
    try:
        with program.make_context("kullback", arguments) as context:
            program.invoke(context)
        return DONE
    except click.exceptions.Exit as stop:  # help and version have been shown
        return stop.exit_code


def _note_interrupts() -> list[int]:
    """Return a list that fills with the interrupts received.

    An engine in the middle of a query turns Ctrl-C into an error of its own.
    """
    received: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        received.append(number)
        signal.default_int_handler(number, frame)

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, note)
    return received


def _sentence(error: Exception) -> str:
    """Word an error for a person; what we did not foresee says so."""
    if isinstance(error, click.UsageError):
        command = error.ctx.command_path if error.ctx else "kullback"
        told = error.format_message().rstrip(".")
        if "extra argument" in told:  # what a shell makes of a pattern without quotes
            told += ": put a pattern in quotes, such as '*.csv'"
        return _one_line(f"{told}; see {command} --help")
    if isinstance(error, click.ClickException):
        return _one_line(error.format_message())
    if isinstance(error, OSError) and error.strerror and not error.filename:  # of standard output
        return _one_line(f"the results cannot be written: {error.strerror}")
    missing_extra = type(error) is ImportError  # named by us, unlike a module that Python misses
    if isinstance(error, ValueError | TypeError | OSError) or missing_extra:
        return _one_line(str(error))
    return _one_line(
        f"unexpected {type(error).__name__}: {error}. This is a fault of kullback; "
        "run again with --debug and report what it prints"
    )


def _one_line(text: str) -> str:
    return readable(" ".join(text.split()))
