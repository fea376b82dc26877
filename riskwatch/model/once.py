"""Values made once by their key: whoever wants one while it is being made waits for it."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Generic, TypeVar

Made = TypeVar("Made")


class Once(Generic[Made]):
    """Kept values. Its state is what is kept, how much each weighs, what is being made now, and how many were made.

    ``functools.lru_cache`` lets everyone who comes before the first value is there make it too. What failed is not kept: those who
    waited hear of it, and the next one tries anew.
    """

    def __init__(
        self,
        most: int,
        aside: Callable[[], AbstractContextManager[None]] = nullcontext,
        weigh: Callable[[Made], int] = lambda _: 1,
    ) -> None:
        """Keep at most so much, each value counted as ``weigh`` has it; the one not asked for longest goes first.

        Making and waiting happen inside ``aside()``.
        """
        self._most = most
        self._aside = aside
        self._weigh = weigh
        self._weights: dict[Hashable, int] = {}
        self._kept: OrderedDict[Hashable, Future[Made]] = OrderedDict()
        self._looking = threading.Lock()
        self.made = 0

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return the value of a key, made now only when nobody has made it and nobody is making it."""
        with self._looking:
            value = self._kept.get(key)
            is_mine = value is None
            if value is None:
                self.made += 1
                value = self._kept[key] = Future()
                self._weights[key] = 1
                self._make_room()
            else:
                self._kept.move_to_end(key)
        if value.done():
            return value.result()
        with self._aside():
            if is_mine:
                self._fill(key, value, make)
            return value.result()

    def has(self, key: Hashable) -> bool:
        """Tell whether a value is kept or being made."""
        return key in self._kept

    def _fill(self, key: Hashable, value: "Future[Made]", make: Callable[[], Made]) -> None:
        try:
            made = make()
        except BaseException as failed:
            with self._looking:
                if self._kept.get(key) is value:
                    self._drop(key)
            value.set_exception(failed)
            return
        value.set_result(made)
        with self._looking:
            if self._kept.get(key) is value:
                self._weights[key] = self._weigh(made)
                if self._weights[key] > self._most:  # others need not go for what cannot stay
                    self._drop(key)
                self._make_room()

    def _make_room(self) -> None:
        while sum(self._weights.values()) > self._most:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        self._kept.pop(key, None)
        self._weights.pop(key, None)

    def drop(self, key: Hashable) -> None:
        """Keep one value no longer."""
        with self._looking:
            self._drop(key)

    def __len__(self) -> int:
        """Return how many are kept."""
        return len(self._kept)

    def forget(self, is_stale: Callable[[Any], bool] = lambda _: True) -> None:
        """Keep nothing any more of those keys; of any where nothing is said."""
        with self._looking:
            for key in [each for each in self._kept if is_stale(each)]:
                self._drop(key)
