-- How far two places are from each other along the great circle, in km; degrees in, on a sphere of 6,371 km (IUGG mean radius).
create or replace macro distance_km(a_longitude, a_latitude, b_longitude, b_latitude) as (
    2 * 6371 * asin(
        sqrt(
            pow(sin(radians(a_latitude - b_latitude) / 2), 2)
            + cos(radians(b_latitude)) * cos(radians(a_latitude)) * pow(sin(radians(a_longitude - b_longitude) / 2), 2)
        )
    )
);
