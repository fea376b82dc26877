"""When the sun rises and sets: the county moves people before nightfall. Almanac formulas, to a minute or two; nothing is asked of anyone."""

import math
from datetime import UTC, date, datetime, timedelta, tzinfo

# The sun's upper edge at the horizon, with the air's refraction.
_ZENITH_DEGREES = 90.833


def daylight(longitude: float, latitude: float, day: date, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """Return sunrise and sunset of a day in the zone's own time, without zone; None where the sun does not set that day."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone).astimezone(UTC)
    century = (noon - datetime(2000, 1, 1, 12, tzinfo=UTC)) / timedelta(days=36525)
    mean_longitude = math.radians((280.46646 + 36000.76983 * century) % 360)
    anomaly = math.radians(357.52911 + 35999.05029 * century)
    eccentricity = 0.016708634 - 0.000042037 * century
    centre = 1.914602 * math.sin(anomaly) + 0.019993 * math.sin(2 * anomaly) + 0.000289 * math.sin(3 * anomaly)
    ascending_node = math.radians(125.04 - 1934.136 * century)
    true_longitude = mean_longitude + math.radians(centre - 0.00569 - 0.00478 * math.sin(ascending_node))
    tilt = math.radians(23.4393 - 0.0130042 * century + 0.00256 * math.cos(ascending_node))
    declination = math.asin(math.sin(tilt) * math.sin(true_longitude))
    y = math.tan(tilt / 2) ** 2
    # How far the sundial is from the clock.
    equation_minutes = 4 * math.degrees(
        y * math.sin(2 * mean_longitude)
        - 2 * eccentricity * math.sin(anomaly)
        + 4 * eccentricity * y * math.sin(anomaly) * math.cos(2 * mean_longitude)
        - y * y / 2 * math.sin(4 * mean_longitude)
        - 1.25 * eccentricity**2 * math.sin(2 * anomaly)
    )
    north = math.radians(latitude)
    cosine = (math.cos(math.radians(_ZENITH_DEGREES)) - math.sin(north) * math.sin(declination)) / (
        math.cos(north) * math.cos(declination)
    )
    if abs(cosine) > 1:
        return None
    half_day = timedelta(minutes=4 * math.degrees(math.acos(cosine)))
    middle = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) - timedelta(minutes=4 * longitude + equation_minutes)
    rise, fall = ((middle + part).astimezone(zone).replace(microsecond=0, tzinfo=None) for part in (-half_day, half_day))
    return rise, fall
