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


@dataclass(frozen=True)
class Homes:
    """The areas of townships by name, as well-known bytes: does a point lie in the township that is written beside it?"""

    wkbs: tuple[tuple[str, bytes], ...]

    def __reduce__(self) -> tuple[object, tuple[tuple[tuple[str, bytes], ...]]]:
        """Only the bytes travel."""
        return Homes, (self.wkbs,)

    @cached_property
    def _shapes(self) -> dict[str, Any]:
        import shapely

        return {name: shapely.from_wkb(wkb) for name, wkb in self.wkbs}

    def __call__(self, points: Sequence[tuple[float, float]], names: Sequence[str | None]) -> list[bool]:
        """Tell which points (longitude, latitude) lie in the township of that name; one without an outline holds none."""
        import shapely

        shapes = self._shapes
        return [
            name in shapes and bool(shapely.contains_xy(shapes[name], *point)) for point, name in zip(points, names, strict=True)
        ]
