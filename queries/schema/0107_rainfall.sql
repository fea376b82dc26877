-- 雨情台账: every row of every upload.
create table rainfall_history (
    upload_id varchar,
    key varchar,
    source_sheet varchar,
    source_row integer,
    place_in_upload integer,
    is_noted boolean,
    station_code varchar,
    station varchar,
    township varchar,
    longitude double,
    latitude double,
    observed_at timestamp,
    window_h double,
    rain_mm double,
    raw json,
    extra json
);
