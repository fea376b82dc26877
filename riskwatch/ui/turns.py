"""Who runs now: many visitors at the same moment are served one after the other, not all a little at a time.

Python runs one thread at a time. Fifty pages that take turns every few milliseconds all come at the end, and three times as much is
computed as in fifty pages one after the other (docs/decisions.md). So a page that is only looked at waits here for its turn. Whoever waits
for the store or for another's answer steps aside meanwhile, and nobody waits longer than a moment, whatever those before are doing.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_AT_ONCE = 1
_MOST_WAIT_S = 3.0

_places = threading.Semaphore(_AT_ONCE)


class Turn:
    """One visitor's turn. Its state is whether the visitor has it now: passed on, lent to others, or not had in time."""

    has_it = False

    def take(self) -> None:
        """Wait for it, and go on without it when it takes too long."""
        self.has_it = _places.acquire(timeout=_MOST_WAIT_S)

    def pass_on(self) -> bool:
        """Let the next one go on; tell whether there was anything to pass on."""
        had, self.has_it = self.has_it, False
        if had:
            _places.release()
        return had


_mine = threading.local()


@contextmanager
def turn() -> Iterator[Turn]:
    """Wait for one's turn, and pass it on after. What is inside another turn has that one."""
    mine: Turn | None = getattr(_mine, "turn", None)
    if mine is not None:
        yield mine
        return
    _mine.turn = mine = Turn()
    mine.take()
    try:
        yield mine
    finally:
        mine.pass_on()
        _mine.turn = None


@contextmanager
def aside() -> Iterator[None]:
    """Let others go on while one waits for something else than Python; without a turn there is nothing to pass on."""
    mine: Turn | None = getattr(_mine, "turn", None)
    if mine is None or not mine.pass_on():
        yield
        return
    try:
        yield
    finally:
        mine.take()
