-- The windows that any limit asks about as they stand now, and as they would stand in and after more rain: less of the past, and what falls.
-- limits: as rain_window has them; more_mm, more_hours: what if so much more fell, evenly, in so many hours from now (NULL for nothing; hours
-- NULL for one hour): each window is looked at in every full hour of that rain and at its end, since the past leaves it meanwhile
-- kept: worked out once for all that ask with the same values
-- returns: one row per window_h and moment: past_minutes of readings are left in it, and added_mm fall in it
create or replace macro rain_ahead(limits, more_mm, more_hours) as table (
    with
    ahead as (
        select greatest(coalesce(more_hours::double, 1), 0.01) as hours
    ),

    step as (
        select
            hours,
            unnest(list_transform(generate_series(1, greatest(ceil(hours), 1)::integer), lambda each: least(each, hours))) as passed
        from ahead
    )

    select
        window_h,
        (window_h * 60)::integer as past_minutes,
        0.0::double as added_mm
    from rain_window(limits)
    union all
    select
        w.window_h,
        greatest((w.window_h - s.passed) * 60, 0)::integer as past_minutes,
        more_mm::double * least(w.window_h, s.passed) / s.hours as added_mm
    from rain_window(limits) as w
    cross join step as s
    where more_mm::double > 0
);
