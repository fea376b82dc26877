"""When the sun rises and sets: the county moves people before nightfall. Worked out here on the machine; nothing is asked of anyone."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo

from astral import Observer
from astral.sun import sunrise, sunset


def daylight(longitude: float, latitude: float, day: date, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """Return sunrise and sunset of a day in the zone's own time, without zone; None where the sun does not set that day."""
    here = Observer(latitude=latitude, longitude=longitude)
    try:
        return _at(sunrise, here, day, zone), _at(sunset, here, day, zone)
    except ValueError:  # above or below the horizon all day
        return None


def _at(event: Callable[..., datetime], here: Observer, day: date, zone: tzinfo) -> datetime:
    try:
        found = event(here, day, tzinfo=zone)
    except ValueError:
        # astral also misses the one day on which the sun crosses the horizon at midnight of Greenwich, 8 o'clock in China:
        # that day lies between its neighbours. Where there is no sunrise, the neighbours raise too.
        before, after = (event(here, day + timedelta(days=step), tzinfo=zone) for step in (-1, 1))
        found = before + (after - before) / 2
    return found.replace(microsecond=0, tzinfo=None)
