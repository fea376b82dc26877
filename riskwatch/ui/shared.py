"""Values made once and shared by all visitors: fifty who want the same thing at the same moment wait for one making of it."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import update_wrapper
from typing import Any, Generic, TypeVar, cast

from riskwatch.ui.turns import aside

Made = TypeVar("Made")


_all: list["Shared[Any]"] = []


def forget_all() -> None:
    """Keep nothing of what any function has made: the data have changed, and what is kept of the former ones nobody asks for again."""
    for each in _all:
        each.forget()


class Shared(Generic[Made]):
    """A function whose values are kept by its arguments. Its state is what is kept, and what is being made now.

    ``functools.lru_cache`` lets everyone who comes before the first value is there make it too; here they wait for it.
    What failed is not kept: those who waited hear of it, and the next one tries anew.
    """

    def __init__(self, make: Callable[..., Made], most: int) -> None:
        """Keep at most so many values; the one not asked for longest goes first."""
        self._make = make
        self._most = most
        self._kept: OrderedDict[Hashable, Future[Made]] = OrderedDict()
        self._looking = threading.Lock()
        self.made = 0
        update_wrapper(self, make)
        _all.append(self)

    def __call__(self, *wanted: Hashable) -> Made:
        """Return the value, made now only when nobody has made it and nobody is making it."""
        with self._looking:
            value = self._kept.get(wanted)
            is_mine = value is None
            if value is None:
                self.made += 1
                value = self._kept[wanted] = Future()
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            else:
                self._kept.move_to_end(wanted)
        if value.done():
            return value.result()
        with aside():
            if is_mine:
                self._fill(value, wanted)
            return value.result()

    def _fill(self, value: "Future[Made]", wanted: tuple[Hashable, ...]) -> None:
        try:
            value.set_result(self._make(*wanted))
        except BaseException as failed:
            with self._looking:
                if self._kept.get(wanted) is value:
                    del self._kept[wanted]
            value.set_exception(failed)

    def __len__(self) -> int:
        """Return how many are kept."""
        return len(self._kept)

    def forget(self) -> None:
        """Keep nothing any more."""
        with self._looking:
            self._kept.clear()


def shared(most: int) -> Callable[[Callable[..., Made]], Callable[..., Made]]:
    """Share a function's values between visitors: ``@shared(most=64)``. Its arguments are given by place.

    The values are everybody's: nobody changes them.
    """

    def of(make: Callable[..., Made]) -> Callable[..., Made]:
        return cast("Callable[..., Made]", cast("Any", Shared(make, most)))

    return of
