"""The one desk of this process: the county's store, or the sample's while the county has none."""

import threading

from riskwatch.counter import Keeper
from riskwatch.desk import Desk, make_sample, store_to_read, store_to_write

_opening = threading.RLock()
keeper = Keeper()


def desk() -> Desk:
    """Return the desk that serves visitors now; the sample is made when there is nothing else to show."""
    folder = store_to_read()
    with _opening:
        found = next((each for each in keeper.opened if each.folder == folder), None)
        if found is None and not (folder / "risk.duckdb").exists() and folder != store_to_write():
            found = make_sample(folder)
            keeper.opened.append(found)
        return found or keeper.to_read()


def desk_to_write() -> Desk:
    """Return the desk that uploads go to; the county's first own upload starts its clean store."""
    with _opening:
        return keeper.to_write()
