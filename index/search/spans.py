import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]


def places_within(starts: Places, ends: Places) -> Places:
    """All places from each start up to its end, one span after the other."""
    lengths = ends - starts
    first_of_span = np.cumsum(lengths) - lengths
    places: Places = np.arange(lengths.sum()) + np.repeat(starts - first_of_span, lengths)
    return places
