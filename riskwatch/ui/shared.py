"""Values made once and shared by all visitors: fifty who want the same thing at the same moment wait for one making of it."""

from collections.abc import Callable, Hashable
from functools import update_wrapper
from typing import Any, Generic, TypeVar

from riskwatch.model.once import Once
from riskwatch.ui.turns import aside

Made = TypeVar("Made")

_all: list["Shared[Any]"] = []


def forget_all() -> None:
    """Keep nothing of what any function has made: the data have changed, and what is kept of the former ones nobody asks for again."""
    for each in _all:
        each.forget()


class Shared(Once[Made], Generic[Made]):
    """A function whose values are kept by its arguments. Who waits for one steps aside for other visitors."""

    def __init__(self, make: Callable[..., Made], most: int) -> None:
        """Keep at most so many values; the one not asked for longest goes first."""
        super().__init__(most, aside)
        self._make = make
        update_wrapper(self, make)
        _all.append(self)

    def __call__(self, *wanted: Hashable) -> Made:
        """Return the value, made now only when nobody has made it and nobody is making it."""
        return self.get(wanted, lambda: self._make(*wanted))


def shared(most: int) -> Callable[[Callable[..., Made]], Shared[Made]]:
    """Share a function's values between visitors: ``@shared(most=64)``. Its arguments are given by place.

    The values are everybody's: nobody changes them.
    """

    def of(make: Callable[..., Made]) -> Shared[Made]:
        return Shared(make, most)

    return of
