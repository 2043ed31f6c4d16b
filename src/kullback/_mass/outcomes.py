"""Where the outcomes lie in the caller's arrays, and how answers go back there."""

from collections.abc import Sequence
from dataclasses import dataclass

from kullback._arrays import Array, Namespace, most_added_well, places, taken, total


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Inside, outcomes are the last axis; outside, they are on one axis, or on several.

    `sizes` are the outcomes on each of several axes: inside they follow one another, the last
    axis fastest.
    """

    xp: Namespace
    axes: tuple[int, ...]
    keepdims: bool
    sizes: tuple[int, ...] = ()

    def gather(self, x: Array) -> Array:
        """Return the caller's array with its outcomes on the last axis."""
        last = tuple(range(-len(self.axes), 0))
        if self.axes == last == (-1,):
            return x
        gathered = moved(self.xp, x, self.axes, last)
        if len(last) == 1:
            return gathered
        return self.xp.reshape(gathered, (*gathered.shape[: last[0]], -1))

    def unfolded(self, x: Array) -> Array:
        """Return outcomes that follow one another as a table with one axis for each."""
        return self.xp.reshape(x, (*x.shape[:-1], *self.sizes))

    def spread(self, terms: Array) -> Array:
        """Return one number per outcome, with the outcomes back on the caller's axes."""
        last = tuple(range(-len(self.axes), 0))
        if len(last) == 1:
            return moved(self.xp, terms, last, self.axes)
        sizes = self.sizes if terms.shape[-1] != 1 else (1,) * len(last)
        table = self.xp.reshape(terms, (*terms.shape[:-1], *sizes))
        return moved(self.xp, table, last, self.axes)

    def answer(self, total: Array) -> Array:
        """Return one number per distribution, shaped as the caller asked."""
        return self.spread(total) if self.keepdims else element(self.xp.squeeze(total, axis=-1))

    def sum(self, terms: Array) -> Array:
        """Return the sum over outcomes, their axis kept at length 1.

        By halves, so that a million outcomes take 20 roundings, in any library and any layout:
        NumPy's own sum of a million float32 is 9 eps off before 2.3, and 1.7 % over a first axis.
        """
        odd: Array | None = None
        most = most_added_well(self.xp, terms)
        while (n := terms.shape[-1]) > most:
            if n % 2:
                odd = terms[..., -1:] if odd is None else odd + terms[..., -1:]
            terms = terms[..., : n // 2] + terms[..., n // 2 : n // 2 * 2]
        whole = total(self.xp, terms)
        return whole if odd is None else whole + odd

    def first_largest(self, x: Array) -> tuple[Array, Array]:
        """Return the largest entry of each row, and a mask of the one place it was taken from.

        A sum over the rest leaves out that one place, so ties need no care.
        """
        xp = self.xp
        place = xp.argmax(x, axis=-1, keepdims=True)
        return taken(xp, x, place), places(xp, x) == place

    def root(self, x: Array) -> Array:
        """Return the square root, whose derivative is taken to be 0 at 0 and not infinite."""
        xp = self.xp
        return element(xp.where(x == 0, 0.0, xp.sqrt(xp.where(x == 0, 1.0, x))))


def element(x: Array) -> Array:
    """Return an array; one without axes as NumPy's number, which it is only when asked for."""
    return x if x.ndim else x[()]


def moved(xp: Namespace, x: Array, source: Sequence[int], destination: Sequence[int]) -> Array:
    """Return the array with axes moved elsewhere; not by moveaxis, which torch.func.vmap lacks."""
    places = {to % x.ndim: of % x.ndim for of, to in zip(source, destination, strict=True)}
    others = iter(axis for axis in range(x.ndim) if axis not in places.values())
    order = tuple(places[to] if to in places else next(others) for to in range(x.ndim))
    return x if order == tuple(range(x.ndim)) else xp.permute_dims(x, order)
