"""What three systems say of the same files, and what it takes to hear it: `__main__` runs all.

Each system lives in a virtual environment of its own, made for the occasion, and is asked by the
one file here that bears its name, with the settings it comes with.
"""
