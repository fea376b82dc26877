"""Values made once by their key: whoever wants one while it is being made waits for it."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Once(Generic[Made]):
    """Kept values. Its state is what is kept, what is being made now, and how many were made.

    ``functools.lru_cache`` lets everyone who comes before the first value is there make it too. What failed is not kept: those who
    waited hear of it, and the next one tries anew.
    """

    def __init__(self, most: int, aside: Callable[[], AbstractContextManager[None]] = nullcontext) -> None:
        """Keep at most so many values; the one not asked for longest goes first. Making and waiting happen inside ``aside()``."""
        self._most = most
        self._aside = aside
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
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
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
            value.set_result(make())
        except BaseException as failed:
            with self._looking:
                if self._kept.get(key) is value:
                    del self._kept[key]
            value.set_exception(failed)

    def drop(self, key: Hashable) -> None:
        """Keep one value no longer."""
        with self._looking:
            self._kept.pop(key, None)

    def __len__(self) -> int:
        """Return how many are kept."""
        return len(self._kept)

    def forget(self) -> None:
        """Keep nothing any more."""
        with self._looking:
            self._kept.clear()
