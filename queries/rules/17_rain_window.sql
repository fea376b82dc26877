-- The windows that any limit asks about: of a point's own, or of the county's table.
-- limits: [{window_h, prepare_mm, immediate_mm}]
-- returns: one row per window_h
create or replace macro rain_window(limits) as table (
    select distinct window_h
    from rain_limit(limits)
    union
    select (value ->> 'window_h')::double as window_h
    from json_each(limits::json)
);
