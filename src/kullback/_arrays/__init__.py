"""The one door to array libraries: what an input is, and which library answers for it.

Everything behind this door is written against the Array API namespace `xp` found here. What that
standard leaves open is one module for each library, with the same functions in each:
`numpy_arrays`, `torch_tensors`, `jax_arrays`. `reading` turns what the caller holds into arrays.
"""

from kullback._arrays.libraries import anywhere as anywhere
from kullback._arrays.libraries import are_large as are_large
from kullback._arrays.libraries import chosen as chosen
from kullback._arrays.libraries import constant as constant
from kullback._arrays.libraries import everywhere as everywhere
from kullback._arrays.libraries import expm1 as expm1
from kullback._arrays.libraries import exponent as exponent
from kullback._arrays.libraries import following as following
from kullback._arrays.libraries import log1p as log1p
from kullback._arrays.libraries import most_added_well as most_added_well
from kullback._arrays.libraries import places as places
from kullback._arrays.libraries import polynomial as polynomial
from kullback._arrays.libraries import positive as positive
from kullback._arrays.libraries import quietly as quietly
from kullback._arrays.libraries import taken as taken
from kullback._arrays.libraries import times_power_of_two as times_power_of_two
from kullback._arrays.libraries import to_numpy as to_numpy
from kullback._arrays.libraries import total as total
from kullback._arrays.reading import arrays_of as arrays_of
from kullback._arrays.reading import floats_of as floats_of
from kullback._arrays.reading import integers_of as integers_of
from kullback._arrays.types import Array as Array
from kullback._arrays.types import ArrayLike as ArrayLike
from kullback._arrays.types import Namespace as Namespace
