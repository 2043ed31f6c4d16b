"""The command `kullback`: one file per command, and no formula.

`run` is the entry point. It words every error as one sentence and sets every exit code:
0 done, 1 a gate tripped, 2 unusable arguments or input, 130 interrupted.
"""

from kullback.cli.entry import run as run
