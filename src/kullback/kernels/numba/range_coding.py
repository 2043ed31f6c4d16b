"""A range coder in whole numbers, and coding by frequencies that stay as they are.

Each loop of this folder that codes takes a block of bytes and learns from it; with `decoding` it
fills the block instead. It is one loop for both, so that the two cannot disagree. All of it is
whole numbers below 2^62: the same bits come out on every machine, and out of Python alone where
there is no Numba, so nothing may rely on overflow. `cost` and `tally` only look on.

An encoder holds the low end of an interval, a decoder the low end less the number it reads: both
are `point`, and both narrow the interval alike. A symbol of cumulative frequency c and frequency f
of a total t takes [point + c·⌊span/t⌋, point + (c + f)·⌊span/t⌋). The span is at least 2^32 before
each symbol and totals at most 2^24, so that rounding costs next to nothing (Martin 1979). What is
kept between two blocks lies in `coder`: point, span, words moved, the last three bytes.
"""

from kullback.kernels.numba.where_there_is_numba import exact

WORD = 16  # bits that leave the coder at a time
WORDS = 1 << WORD
TOP = 1 << 48  # of the interval
LEAST = 1 << 32  # the span below which a word leaves
LOW = LEAST - 1

MOST = 1 << 24  # total of frequencies
FINE, COARSE = 24, 12  # bits of a total, and of it those that the table of first symbols leaves out


@exact
def shifted(point, span, words, coder, decoding):
    """Move a word between the interval and the message until the span is wide again."""
    position = coder[2]
    while span < LEAST:
        if decoding:
            word = words[position] if position < len(words) else 0
            point = (point << WORD) - word
        else:
            word = point >> 32
            if word >= WORDS:
                word -= WORDS
                carry(words, position)
            words[position] = word
            point = (point & LOW) << WORD
        span <<= WORD
        position += 1
    coder[2] = position
    return point, span


@exact
def carry(words, position):
    """Add one to the message so far."""
    position -= 1
    while words[position] == WORDS - 1:
        words[position] = 0
        position -= 1
    words[position] += 1


@exact
def start(words, coder, decoding):
    """Begin a message: an encoder at 0, a decoder with the first three words."""
    coder[0], coder[1], coder[2] = 0, TOP, 0
    if decoding:
        for i in range(3):
            word = words[i] if i < len(words) else 0
            coder[0] = coder[0] * WORDS - word
        coder[2] = 3


@exact
def finish(words, coder):
    """Write the fewest words that lie in the interval whatever follows; return how many there are.

    Words that are missing are read as zeros.
    """
    point, span, position = coder[0], coder[1], coder[2]
    kept = 0
    if point > 0 and not point <= TOP < point + span:  # a multiple of LEAST lies in any interval
        point = (point + LOW) // LEAST * LEAST
        kept = 1
    if point > 0 and (kept == 0 or point >= TOP):
        point -= TOP
        carry(words, position)
    if kept == 1:
        words[position] = point >> 32
    return position + kept


@exact
def code_fixed(data, decoding, bounds, first, words, coder):
    """Code by frequencies that stay: `bounds` are cumulative, and total 2^24.

    `first[target >> COARSE]` is a symbol from which on the one of that target is found. Returns the
    first place whose symbol is impossible or not to be found, or the length.
    """
    point, span = coder[0], coder[1]
    for i in range(len(data)):
        unit = span >> FINE
        if decoding:
            target = -point // unit
            if target >= MOST:
                return i
            symbol = first[target >> COARSE]
            while bounds[symbol + 1] <= target:
                symbol += 1
            data[i] = symbol
        symbol = data[i] + 0
        low, high = bounds[symbol], bounds[symbol + 1]
        if low == high:
            return i
        point += unit * low
        span = unit * (high - low)
        if span < LEAST:
            point, span = shifted(point, span, words, coder, decoding)
    coder[0], coder[1] = point, span
    return len(data)
