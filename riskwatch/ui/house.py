"""The one desk of this process: the county's store, or the sample's while the county has none."""

import threading
from datetime import date

from riskwatch.counter import Keeper
from riskwatch.desk import Desk, check_without_store, make_sample, store_to_read, store_to_write
from riskwatch.intake.reading import Reading

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


def has_own_store() -> bool:
    """Tell whether the store that uploads go to exists yet."""
    return (store_to_write() / "risk.duckdb").exists()


def check(content: bytes, file_name: str, *, ledger: str | None, as_of: date | None) -> Reading:
    """Judge a file for the store that it would go to; a county without a store yet gets none by checking."""
    if has_own_store():
        return desk_to_write().check(content, file_name, ledger=ledger, as_of=as_of)
    return check_without_store(content, file_name, ledger=ledger, as_of=as_of)
