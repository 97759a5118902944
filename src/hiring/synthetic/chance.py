"""Chance in whole numbers only, so that every platform draws the same.

The type is named at each draw: NumPy's default one differs between platforms.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Rng = np.random.Generator


def generators(seed: int, count: int) -> list[Rng]:
    """Independent generators of one seed.

    Raises:
        ValueError: the seed is negative.
    """
    children = np.random.SeedSequence(seed).spawn(count)
    return [np.random.Generator(np.random.PCG64(child)) for child in children]


def draws(rng: Rng, below: int, size: int) -> Ints:
    return rng.integers(below, size=size, dtype=np.int64)


def happens(rng: Rng, per_mille: int | Ints, size: int) -> Bools:
    return draws(rng, 1000, size) < per_mille


class Shares:
    """Labels drawn by their weights; an empty label is a field left empty."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self.labels = tuple(weights)
        self._bounds = np.cumsum(list(weights.values()), dtype=np.int64)

    def draw(self, rng: Rng, size: int) -> list[str]:
        marks = draws(rng, int(self._bounds[-1]), size)
        return [self.labels[index] for index in self._bounds.searchsorted(marks, side="right").tolist()]


class Spread:
    """Whole numbers from bands of (weight, lowest, highest), even within a band."""

    def __init__(self, *bands: tuple[int, int, int]) -> None:
        table = np.array(bands, dtype=np.int64)
        self._bounds = np.cumsum(table[:, 0], dtype=np.int64)
        self._lows = table[:, 1]
        self._widths = table[:, 2] - table[:, 1] + 1

    def draw(self, rng: Rng, size: int) -> Ints:
        bands = self._bounds.searchsorted(draws(rng, int(self._bounds[-1]), size), side="right")
        return self._lows[bands] + draws(rng, 1 << 40, size) % self._widths[bands]


def one_of(rng: Rng, choices: tuple[str, ...], size: int) -> list[str]:
    return [choices[index] for index in draws(rng, len(choices), size).tolist()]


def kept_where(mask: Bools, values: list[str]) -> list[str]:
    """The values where the mask holds, and empty strings elsewhere."""
    return [value if keep else "" for value, keep in zip(values, mask.tolist(), strict=True)]
