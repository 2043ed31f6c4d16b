"""Names and values that mean ill to whatever shows them."""

HOSTILE = [
    "</script><script>document.title='hacked'</script>",
    "<img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    '" onload="alert(1)',
    "]]><!-- & &lt;b&gt; -->",
    "http://example.com/<iframe src=//example.com>",
    "\x00\x07\x1b[31m\x7f\x85",
    "line\nend\r\u2028\u202egnp.exe",
    "${7*7}{{7*7}}",
    "",
]


def table(share):
    """Return a table whose names and values mean ill; `share` of the rows hold the first value."""
    rows = 200
    first = int(share * rows)
    columns = {}
    for number, name in enumerate(HOSTILE):
        value, other = name, HOSTILE[(number + 1) % len(HOSTILE)]
        columns[name] = [value] * first + [other] * (rows - first)
    return columns


def entangled(turned):
    """Return a table in which all columns follow the first, or, if `turned`, the other way about.

    No column changes by itself: each holds each of its two values in half of the rows.
    """
    rows = 240
    columns = {}
    for number, name in enumerate(HOSTILE):
        value, other = name, HOSTILE[(number + 1) % len(HOSTILE)]
        # In one row of eight a column does not follow, another row for each column.
        follows = [(row // 2 + number) % 8 != 0 for row in range(rows)]
        other_way = turned and number % 2 == 1
        columns[name] = [
            value if (row % 2 == 0) == (kept != other_way) else other
            for row, kept in enumerate(follows)
        ]
    return columns
