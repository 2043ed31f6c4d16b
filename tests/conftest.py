"""Random tests draw the same cases on every run: a failure is a change, not luck."""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
