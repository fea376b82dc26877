"""The one desk of this process: the county's store, or the sample's while the county has none."""

import threading
from collections.abc import Sequence
from datetime import date

from riskwatch.counter import Keeper
from riskwatch.desk import Desk, check_without_store, county_or_default, store_to_write
from riskwatch.intake.apart import Told
from riskwatch.intake.reading import Correction, Reading
from riskwatch.intake.template import template as blank_template
from riskwatch.model.ledger import ledger
from riskwatch.model.lessons import Lesson
from riskwatch.model.township import Townships

_opening = threading.RLock()
keeper = Keeper()


def desk() -> Desk:
    """Return the desk that serves visitors now; the sample is made when there is nothing else to show."""
    with _opening:
        return keeper.to_read()


def desk_to_write() -> Desk:
    """Return the desk that uploads go to; the county's first own upload starts its clean store."""
    with _opening:
        return keeper.to_write()


def has_own_store() -> bool:
    """Tell whether the store that uploads go to exists yet."""
    return (store_to_write() / "risk.duckdb").exists()


def takes_whole_only() -> bool:
    """Tell whether the county takes a sheet only when all of its rows are right."""
    return (desk_to_write().county if has_own_store() else county_or_default(store_to_write())).partial == "whole"


def townships_to_write() -> Townships:
    """Return the list of places that sheets are read by; empty while the county has no store of its own."""
    return desk_to_write().landscape.townships if has_own_store() else Townships()


def template(ledger_name: str) -> bytes:
    """Return the template of a ledger, with the county's townships where it has a store of its own."""
    return desk_to_write().template(ledger_name)[1] if has_own_store() else blank_template(ledger(ledger_name))


def check(
    content: bytes,
    file_name: str,
    *,
    ledger: str | None,
    as_of: date | None,
    corrections: Sequence[Correction] = (),
    coordinates: str = "",
    taught: Sequence[Lesson] = (),
    told: Told | None = None,
) -> Reading:
    """Judge a file for the store that it would go to; a county without a store yet gets none by checking.

    ``taught`` counts only there: what is taught to a store is read from it.
    """
    if has_own_store():
        return desk_to_write().check(
            content, file_name, ledger=ledger, as_of=as_of, corrections=corrections, coordinates=coordinates, told=told
        )
    return check_without_store(content, file_name, ledger=ledger, as_of=as_of, corrections=corrections, taught=taught, told=told)
