"""`python -m kullback` is the command `kullback`."""

from kullback.cli import run

if __name__ == "__main__":
    run()
