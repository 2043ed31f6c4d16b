"""Coding bit by bit, by what followed the same bytes before: one length of context, or several.

A cell holds how likely a one is, and how often it has learned; a context has a line of cells for
the first four bits of the next byte, and one for the last four after each of those: a byte touches
two lines of memory. Several contexts are mixed by their log-odds, with weights that learn too, as
in PAQ (Mahoney 2005): a context that has seen nothing has log-odds of zero, and no say.
"""

from kullback.kernels.numba.range_coding import LEAST, shifted
from kullback.kernels.numba.where_there_is_numba import exact

ONE = 22  # bits of the probability in a cell; ten more count how often it has learned
FRESH = 1 << 31  # a cell of probability 1/2 that has learned nothing; tables hold cells ^ FRESH
SEEN = 1023
PATIENCE = (255, 127, 30, 16)  # how often cells learn before they forget, by length of context
SLOTS = 17  # lines of a context: the first four bits, and the last four after each of 16
LINE = 16  # cells: those of four bits, and one unused
HASHED = 20  # bits of a line's number where contexts are three bytes
STARTS = (0, 272, 69_904, 17_895_696)  # the first cell of contexts of 0, 1, 2 and 3 bytes
CELLS = (272, 69_632, 17_825_792, LINE << HASHED)  # and how many there are

EDGE = 2047  # log-odds reach from -EDGE to EDGE, in 256ths of a nat
BINS = 12  # bits of a probability by which its log-odds are looked up
ACQUAINTED = 3  # learned so often, a cell counts as known: 4 × 4 × 4 sets of four weights
SETS = 64
EQUAL = 26_000  # a weight at first, of which 2^16 are one
PACE = 17  # bits by which the product of error and log-odds moves a weight
HALF = 1 << (PACE - 1)
CHANCE = 16  # bits of the probability that a decision is coded by
CHANCES = 1 << CHANCE


@exact
def line_of(order, history, part):
    """Return the first cell of four bits after the last `order` bytes."""
    if order == 3:
        mixed = ((history * SLOTS + part) * 0x9E3779B1) & 0xFFFFFFFF
        return STARTS[3] + (mixed >> (32 - HASHED)) * LINE
    start = STARTS[order]
    return start + ((history & ((1 << (8 * order)) - 1)) * SLOTS + part) * LINE


@exact
def learned(cell, bit, rates, patience):
    """Return a cell that has seen one bit more: a mean at first, then one that forgets."""
    seen = cell & SEEN
    chance = cell >> 10
    chance += ((bit << ONE) - bit - chance) * rates[seen] >> 16
    return (chance << 10) | (seen + (seen < patience))


@exact
def code_in_context(data, decoding, order, cells, rates, message, coder, tally):
    """Code each bit by what followed the same bits after the same `order` bytes.

    `tally[c]` counts the bits that had a chance of c / 2^16, if it has room. Returns the length.
    """
    point, span, history = coder[0], coder[1], coder[3]
    base = STARTS[order]
    for i in range(len(data)):
        symbol = data[i] + 0  # a plain int, whose bits are not those of a byte
        high, node = 0, 1
        line = line_of(order, history, 0) - base
        for k in range(7, -1, -1):
            if k == 3:
                high, node = node - 16, 1
                line = line_of(order, history, high + 1) - base
            cell = cells[line + node] ^ FRESH
            chance = min(max(cell >> 16, 1), CHANCES - 1)
            bound = (span >> CHANCE) * chance
            bit = int(-point < bound) if decoding else (symbol >> k) & 1
            if bit:
                span = bound
            else:
                point += bound
                span -= bound
            cells[line + node] = learned(cell, bit, rates, PATIENCE[order]) ^ FRESH
            if len(tally) > 0:
                tally[chance if bit else CHANCES - chance] += 1
            node += node + bit
            if span < LEAST:
                point, span = shifted(point, span, message, coder, decoding)
        data[i] = symbol = (high << 4) | (node - 16)
        history = ((history << 8) | symbol) & 0xFFFFFF
    coder[0], coder[1], coder[3] = point, span, history
    return len(data)


@exact
def code_mixed(data, decoding, highest, cells, rates, mixer, message, coder, tally):
    """Do the same by the contexts of 0 to `highest` bytes, their log-odds weighted and added up.

    `mixer` holds the weights, the chance of log-odds from -EDGE on, and the log-odds of a chance.
    """
    weights, chances, log_odds = mixer
    point, span, history = coder[0], coder[1], coder[3]
    inputs, lines = [0, 0, 0, 0], [0, 0, 0, 0]
    for i in range(len(data)):
        symbol = data[i] + 0
        high, node = 0, 1
        for order in range(highest + 1):
            lines[order] = line_of(order, history, 0)
        for k in range(7, -1, -1):
            if k == 3:
                high, node = node - 16, 1
                for order in range(highest + 1):
                    lines[order] = line_of(order, history, high + 1)
            chosen = 0
            for order in range(highest + 1):
                cell = cells[lines[order] + node] ^ FRESH
                if order > 0:
                    chosen = chosen * (ACQUAINTED + 1) + min(cell & SEEN, ACQUAINTED)
                inputs[order] = log_odds[cell >> (32 - BINS)]
            chosen *= 4
            odds = 0
            for order in range(highest + 1):
                odds += weights[chosen + order] * inputs[order]
            chance = chances[min(max(odds >> 16, -EDGE), EDGE) + EDGE]
            bound = (span >> CHANCE) * chance
            bit = int(-point < bound) if decoding else (symbol >> k) & 1
            if bit:
                span = bound
            else:
                point += bound
                span -= bound
            error = (bit << CHANCE) - chance
            for order in range(highest + 1):
                weights[chosen + order] += (inputs[order] * error + HALF) >> PACE
                place = lines[order] + node
                cells[place] = learned(cells[place] ^ FRESH, bit, rates, PATIENCE[order]) ^ FRESH
            if len(tally) > 0:
                tally[chance if bit else CHANCES - chance] += 1
            node += node + bit
            if span < LEAST:
                point, span = shifted(point, span, message, coder, decoding)
        data[i] = symbol = (high << 4) | (node - 16)
        history = ((history << 8) | symbol) & 0xFFFFFF
    coder[0], coder[1], coder[3] = point, span, history
    return len(data)
