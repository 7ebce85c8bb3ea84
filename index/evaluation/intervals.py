"""How sure a mean is: percentile bootstrap (Efron 1979), always with the same resamples."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]

SEED = 20261122
RESAMPLES = 2000
LOW, HIGH = 2.5, 97.5
"""Percentiles: in 95 of 100 samples like this one, the interval holds the true mean."""


@dataclass(frozen=True)
class Estimate:
    mean: float
    low: float
    high: float


def estimate(values: Values, needs: Sequence[str]) -> Estimate:
    """The mean; queries of one need, which stand and fall together, are drawn together."""
    resamples = _Resamples(needs)
    means = resamples.sums(values) / resamples.sums(np.ones(len(values)))
    return _estimate(float(values.mean()), means)


def estimate_loss(values: Values, reference: Values, needs: Sequence[str]) -> Estimate:
    """The part of the reference's mean that is lost; both have one value a need."""
    resamples = _Resamples(needs)
    losses = _loss(resamples.sums(values), resamples.sums(reference))
    return _estimate(float(_loss(values.mean(), reference.mean())), losses)


class _Resamples:
    def __init__(self, needs: Sequence[str]) -> None:
        known, self._numbers = np.unique(np.array(needs), return_inverse=True)
        evenly = np.full(len(known), 1 / len(known))
        times = np.random.default_rng(SEED).multinomial(len(known), evenly, RESAMPLES)
        self._times = times.astype(np.float64)

    def sums(self, values: Values) -> Values:
        """float64, one for each resample"""
        return self._times @ np.bincount(self._numbers, values, self._times.shape[1])


def _loss(values: ArrayLike, reference: ArrayLike) -> Values:
    """0 where the reference is 0: nothing can be lost of nothing."""
    values, reference = np.asarray(values, np.float64), np.asarray(reference, np.float64)
    kept: Values = np.divide(values, reference, out=np.ones_like(reference), where=reference > 0)
    return 1 - kept


def _estimate(mean: float, resampled: Values) -> Estimate:
    low, high = np.percentile(resampled, [LOW, HIGH]).tolist()
    return Estimate(mean, low, high)
