"""A range coder in whole numbers, and coding by frequencies that stay as they are.

Each loop of this folder that codes takes a block of bytes and learns from it; with `decoding` it
fills the block instead. It is one loop for both, so that the two cannot disagree. All of it is
whole numbers below 2^62: the same bits come out on every machine, and out of Python alone where
there is no Numba, so nothing may rely on overflow. `cost` and `tally` only look on.

An encoder holds the low end of an interval, a decoder the low end less the number it reads: both
are `point`, and both narrow the interval alike. A symbol of cumulative frequency c and frequency f
of a total t takes [point + c·⌊span/t⌋, point + (c + f)·⌊span/t⌋). The span is at least 2^48 before
each symbol and totals at most 2^24, so that rounding costs some 1e-8 bits (Martin 1979). What is
kept between two blocks lies in `coder`: point, span, bytes moved, the last three bytes of the data.
"""

from kullback.kernels.numba.where_there_is_numba import exact

BYTE = 8  # bits that leave the coder at a time
BYTES = 1 << BYTE
TOP = 1 << 56  # of the interval
LEAST = 1 << 48  # the span below which a byte leaves
LOW = LEAST - 1

MOST = 1 << 24  # total of frequencies
FINE, COARSE = 24, 12  # bits of a total, and of it those that the table of first symbols leaves out


@exact
def shifted(point, span, message, coder, decoding):
    """Move bytes between the interval and the message until the span is wide again."""
    position = coder[2]
    while span < LEAST:
        if decoding:
            byte = message[position] if position < len(message) else 0
            point = (point << BYTE) - byte
        else:
            byte = point >> 48
            if byte >= BYTES:
                byte -= BYTES
                carry(message, position)
            message[position] = byte
            point = (point & LOW) << BYTE
        span <<= BYTE
        position += 1
    coder[2] = position
    return point, span


@exact
def carry(message, position):
    """Add one to the message so far."""
    position -= 1
    while message[position] == BYTES - 1:
        message[position] = 0
        position -= 1
    message[position] += 1


@exact
def start(message, coder, decoding):
    """Begin a message: an encoder at 0, a decoder with the first seven bytes."""
    coder[0], coder[1], coder[2] = 0, TOP, 0
    if decoding:
        for i in range(7):
            byte = message[i] if i < len(message) else 0
            coder[0] = coder[0] * BYTES - byte
        coder[2] = 7


@exact
def finish(message, coder):
    """Write the last byte, if the message needs one to lie in the interval; return its length.

    Bytes that are missing are read as zeros.
    """
    point, span, position = coder[0], coder[1], coder[2]
    kept = 0
    if point > 0 and not point <= TOP < point + span:  # a multiple of LEAST lies in any interval
        point = (point + LOW) // LEAST * LEAST
        kept = 1
    if point > 0 and (kept == 0 or point >= TOP):
        point -= TOP
        carry(message, position)
    if kept == 1:
        message[position] = point >> 48
    return position + kept


@exact
def code_fixed(data, decoding, bounds, first, message, coder):
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
            point, span = shifted(point, span, message, coder, decoding)
    coder[0], coder[1] = point, span
    return len(data)
