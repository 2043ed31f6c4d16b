"""Prefix codes, to learn from: a word for every outcome, and no word the beginning of another.

They pay in whole bits, so that their expected length is above the entropy wherever −log2 p(x) is
not whole; a range coder pays fractions.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from kullback._arrays import ArrayLike
from kullback.coding.distributions import check_distributions


@dataclass(frozen=True)
class PrefixCode:
    """A word of zeros and ones for each outcome, None for an impossible one.

    Parameters
    ----------
    words : tuple of str or None

    Raises
    ------
    ValueError
        A word is the beginning of another, is empty, or holds anything but 0 and 1.

    Examples
    --------
    >>> code = PrefixCode(("0", "10", "11"))
    >>> code.encode([0, 2, 1]), code.decode("01110"), code.kraft_sum
    ('01110', [0, 2, 1], Fraction(1, 1))
    """

    words: tuple[str | None, ...]

    def __post_init__(self) -> None:
        words = sorted(word for word in self.words if word is not None)
        for word in words:
            if not word or set(word) - {"0", "1"}:
                raise ValueError(f"words must be zeros and ones, got {word!r}")
        for word, following in pairwise(words):
            if following.startswith(word):
                raise ValueError(
                    f"no word may begin with another, and {following!r} begins with {word!r}"
                )

    @property
    def kraft_sum(self) -> Fraction:
        """The sum of 2^−length: at most 1 for every prefix code, 1 if nothing is wasted."""
        return sum((Fraction(1, 2 ** len(w)) for w in self.words if w is not None), Fraction())

    def expected_length(self, p: ArrayLike) -> float:
        """Return the mean of the lengths under p, in bits.

        Parameters
        ----------
        p : array_like, shape (n,)
            A probability for each word.

        Returns
        -------
        float
            `inf` if p takes an outcome that has no word.

        Raises
        ------
        ValueError
            p is no distribution of as many outcomes.
        """
        shares = _probabilities(p)
        if len(shares) != len(self.words):
            raise ValueError(
                f"p must hold a probability for each of {len(self.words)} words, got {len(shares)}"
            )
        lengths = [float("inf") if word is None else len(word) for word in self.words]
        pairs = zip(shares, lengths, strict=True)
        return float(sum(share * length for share, length in pairs if share > 0))

    def encode(self, symbols: Iterable[int]) -> str:
        """Return the words of outcomes, one after the other.

        Parameters
        ----------
        symbols : iterable of int
            Outcomes, numbered from 0.

        Returns
        -------
        str

        Raises
        ------
        ValueError
            An outcome has no word; it and its offset are named.
        """
        found = []
        for offset, symbol in enumerate(symbols):
            word = self.words[symbol] if 0 <= symbol < len(self.words) else None
            if word is None:
                raise ValueError(
                    f"the outcome {symbol} at offset {offset} has no word in this code"
                )
            found.append(word)
        return "".join(found)

    def decode(self, bits: str) -> list[int]:
        """Return the outcomes of words one after the other.

        Parameters
        ----------
        bits : str
            Zeros and ones.

        Returns
        -------
        list of int

        Raises
        ------
        ValueError
            It is not made of words of this code.
        """
        outcomes = {word: symbol for symbol, word in enumerate(self.words) if word is not None}
        longest = max(map(len, outcomes), default=0)
        found, word = [], ""
        for bit in bits:
            word += bit
            if word in outcomes:
                found.append(outcomes[word])
                word = ""
            elif len(word) >= longest:
                break
        if word:
            raise ValueError(
                f"bits must be words of this code, and {word[:60]!r} after {len(found)} is none"
            )
        return found


def huffman_code(p: ArrayLike) -> PrefixCode:
    r"""Return the code of least expected length: join the two least likely, again and again.

    Its expected length L obeys :math:`H(p) \le L < H(p) + 1`, and no prefix code has a smaller one.
    Impossible outcomes get no word; a single possible one gets "0", which wastes half of the words.

    Parameters
    ----------
    p : array_like, shape (n,)
        Probabilities.

    Returns
    -------
    PrefixCode

    Raises
    ------
    ValueError
        p is no distribution.

    References
    ----------
    Huffman (1952); Cover & Thomas (2006), theorems 5.4.1 and 5.8.1.

    Examples
    --------
    >>> code = huffman_code([0.5, 0.25, 0.125, 0.125])
    >>> code.words
    ('0', '10', '110', '111')
    >>> code.expected_length([0.5, 0.25, 0.125, 0.125])  # here it is the entropy
    1.75
    """
    shares = _probabilities(p)
    heap = [(share, symbol) for symbol, share in enumerate(shares) if share > 0]
    heapq.heapify(heap)
    if len(heap) == 1:
        return PrefixCode(tuple("0" if share > 0 else None for share in shares))
    joined: list[tuple[int, int]] = []  # equal shares are taken in the order they were made
    while len(heap) > 1:
        (first, zero), (second, one) = heapq.heappop(heap), heapq.heappop(heap)
        heapq.heappush(heap, (first + second, len(shares) + len(joined)))
        joined.append((zero, one))
    words: list[str | None] = [None] * (len(shares) + len(joined))
    words[-1] = ""
    for node in range(len(joined) - 1, -1, -1):
        word = words[len(shares) + node] or ""
        zero, one = joined[node]
        words[zero], words[one] = word + "0", word + "1"
    return PrefixCode(tuple(words[: len(shares)]))


def shannon_fano_code(p: ArrayLike) -> PrefixCode:
    r"""Return Fano's code: sort by probability, split into halves of like weight, and again.

    Its expected length may exceed Huffman's. Impossible outcomes get no word; a single possible one
    gets "0".

    Parameters
    ----------
    p : array_like, shape (n,)
        Probabilities.

    Returns
    -------
    PrefixCode

    Raises
    ------
    ValueError
        p is no distribution.

    References
    ----------
    Fano (1949), "The transmission of information"; Shannon (1948), section 9.

    Examples
    --------
    >>> p = [15 / 39, 7 / 39, 6 / 39, 6 / 39, 5 / 39]
    >>> shannon_fano_code(p).words
    ('00', '01', '10', '110', '111')
    >>> codes = shannon_fano_code(p), huffman_code(p)
    >>> [round(code.expected_length(p) * 39) for code in codes]
    [89, 87]
    """
    shares = _probabilities(p)
    likely = sorted((s for s, share in enumerate(shares) if share > 0), key=lambda s: -shares[s])
    words = dict.fromkeys(likely, "")
    if len(likely) == 1:
        words[likely[0]] = "0"
    waiting = [likely]
    while waiting:
        symbols = waiting.pop()
        if len(symbols) < 2:
            continue
        cut = _cut([shares[symbol] for symbol in symbols])
        for bit, part in (("0", symbols[:cut]), ("1", symbols[cut:])):
            for symbol in part:
                words[symbol] += bit
            waiting.append(part)
    return PrefixCode(tuple(words.get(symbol) for symbol in range(len(shares))))


def _cut(shares: Sequence[float]) -> int:
    """Return how many belong to the first half, as near to half of the sum as it gets."""
    sums = list(accumulate(shares))
    return min(range(1, len(shares)), key=lambda cut: abs(sums[-1] - 2 * sums[cut - 1]))


def _probabilities(p: Any) -> list[float]:
    shares = np.asarray(p, np.float64)
    if shares.ndim != 1:
        raise ValueError(f"p must be one row of probabilities, got the shape {shares.shape}")
    check_distributions(shares, "p")
    return [float(share) for share in shares]
