"""What lies outside a county: one outline that travels to the reading process and is unpacked only where points are asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Outline:
    """An area in degrees, as well-known bytes."""

    wkb: bytes

    def __reduce__(self) -> tuple[object, tuple[bytes]]:
        """Only the bytes travel."""
        return Outline, (self.wkb,)

    @cached_property
    def _shape(self) -> Any:
        import shapely  # a file without coordinates does not wait for it

        shape = shapely.from_wkb(self.wkb)
        shapely.prepare(shape)
        return shape

    def __call__(self, points: Sequence[tuple[float, float]]) -> list[bool]:
        """Tell which points (longitude, latitude) lie outside."""
        if not len(points):
            return []
        import numpy as np
        import shapely

        pairs = np.asarray(points, dtype=float)
        return [not inside for inside in shapely.contains_xy(self._shape, pairs[:, 0], pairs[:, 1]).tolist()]
