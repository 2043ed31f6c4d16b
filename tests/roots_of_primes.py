"""Twelve numbers without ties, anyone's to rebuild: roots of the first primes, modulo 1."""

import numpy as np

PRIMES = np.array([2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37], dtype=float)
G = np.sqrt(PRIMES) % 1
H = np.cbrt(PRIMES) % 1
Y = (np.sqrt(PRIMES) + np.cbrt(PRIMES)) % 1
LABELS = np.arange(12) % 3
