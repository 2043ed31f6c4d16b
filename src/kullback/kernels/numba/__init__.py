"""The loops, compiled by Numba on first use. Nothing here is imported before that."""
