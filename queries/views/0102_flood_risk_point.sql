-- 防汛风险点台账: the newest row of each key on a day, as known at a moment.
create or replace macro flood_risk_point_as_of(moment, known_at) as table (
    with
    flood_risk_point_row as (
        select
            h.* replace (coalesce(same.same_as, h.key) as key),
            u.as_of,
            u.turn,
            u.reporting_unit,
            s.columns,
            u.turn * 10000000 + h.place_in_upload as turn_of_row
        from flood_risk_point_history as h
        inner join upload_counted('flood_risk_point', moment, known_at) as u
            on h.upload_id = u.upload_id
        inner join upload_sheet as s
            on h.upload_id = s.upload_id and h.source_sheet = s.source_sheet
        left join same_row('flood_risk_point', known_at) as same
            on h.key = same.key
    ),

    last_turn as (
        select
            key,
            max(turn_of_row) as turn_of_row,
            count(distinct columns) > 1 as has_older_columns
        from flood_risk_point_row
        group by key
    ),

    -- A column that the newest sheet lacks keeps its last value; a blank cell in a column that it has means blank.
    carried as (
        select
            key,
            arg_max_null(point_code, turn_of_row) filter (where list_contains(columns, 'point_code')) as point_code,
            arg_max_null(name, turn_of_row) filter (where list_contains(columns, 'name')) as name,
            arg_max_null(location, turn_of_row) filter (where list_contains(columns, 'location')) as location,
            arg_max_null(township, turn_of_row) filter (where list_contains(columns, 'township')) as township,
            arg_max_null(village, turn_of_row) filter (where list_contains(columns, 'village')) as village,
            arg_max_null(group_no, turn_of_row) filter (where list_contains(columns, 'group_no')) as group_no,
            arg_max_null(hazard_type, turn_of_row) filter (where list_contains(columns, 'hazard_type')) as hazard_type,
            arg_max_null(danger_grade, turn_of_row) filter (where list_contains(columns, 'danger_grade')) as danger_grade,
            arg_max_null(risk_level, turn_of_row) filter (where list_contains(columns, 'risk_level')) as risk_level,
            arg_max_null(households_at_risk, turn_of_row) filter (where list_contains(columns, 'households_at_risk')) as households_at_risk,
            arg_max_null(people_at_risk, turn_of_row) filter (where list_contains(columns, 'people_at_risk')) as people_at_risk,
            arg_max_null(vulnerable_people, turn_of_row) filter (where list_contains(columns, 'vulnerable_people')) as vulnerable_people,
            arg_max_null(assets_at_risk_wan, turn_of_row) filter (where list_contains(columns, 'assets_at_risk_wan')) as assets_at_risk_wan,
            arg_max_null(prepare_rain_mm, turn_of_row) filter (where list_contains(columns, 'prepare_rain_mm')) as prepare_rain_mm,
            arg_max_null(immediate_rain_mm, turn_of_row) filter (where list_contains(columns, 'immediate_rain_mm')) as immediate_rain_mm,
            arg_max_null(rain_window_h, turn_of_row) filter (where list_contains(columns, 'rain_window_h')) as rain_window_h,
            arg_max_null(station_code, turn_of_row) filter (where list_contains(columns, 'station_code')) as station_code,
            arg_max_null(warning_signal, turn_of_row) filter (where list_contains(columns, 'warning_signal')) as warning_signal,
            arg_max_null(drill_on, turn_of_row) filter (where list_contains(columns, 'drill_on')) as drill_on,
            arg_max_null(evacuation_route, turn_of_row) filter (where list_contains(columns, 'evacuation_route')) as evacuation_route,
            arg_max_null(evacuation_site, turn_of_row) filter (where list_contains(columns, 'evacuation_site')) as evacuation_site,
            arg_max_null(administrative_officer, turn_of_row) filter (where list_contains(columns, 'administrative_officer')) as administrative_officer,
            arg_max_null(administrative_phone, turn_of_row) filter (where list_contains(columns, 'administrative_phone')) as administrative_phone,
            arg_max_null(monitoring_officer, turn_of_row) filter (where list_contains(columns, 'monitoring_officer')) as monitoring_officer,
            arg_max_null(monitoring_phone, turn_of_row) filter (where list_contains(columns, 'monitoring_phone')) as monitoring_phone,
            arg_max_null(evacuation_officer, turn_of_row) filter (where list_contains(columns, 'evacuation_officer')) as evacuation_officer,
            arg_max_null(evacuation_phone, turn_of_row) filter (where list_contains(columns, 'evacuation_phone')) as evacuation_phone,
            arg_max_null(status, turn_of_row) filter (where list_contains(columns, 'status')) as status,
            arg_max_null(longitude, turn_of_row) filter (where list_contains(columns, 'longitude')) as longitude,
            arg_max_null(latitude, turn_of_row) filter (where list_contains(columns, 'latitude')) as latitude,
            arg_max_null(remark, turn_of_row) filter (where list_contains(columns, 'remark')) as remark
        from flood_risk_point_row
        where key in (select t.key from last_turn as t where t.has_older_columns)
        group by key
    )

    select
        n.key,
        n.upload_id,
        n.source_sheet,
        n.source_row,
        n.reporting_unit,
        n.as_of as counts_from,
        n.is_noted,
        coalesce(n.turn < replaced.turn, false) as is_vanished,
        if(carried.key is null, n.point_code, carried.point_code) as point_code,
        if(carried.key is null, n.name, carried.name) as name,
        if(carried.key is null, n.location, carried.location) as location,
        if(carried.key is null, n.township, carried.township) as township,
        if(carried.key is null, n.village, carried.village) as village,
        if(carried.key is null, n.group_no, carried.group_no) as group_no,
        if(carried.key is null, n.hazard_type, carried.hazard_type) as hazard_type,
        if(carried.key is null, n.danger_grade, carried.danger_grade) as danger_grade,
        if(carried.key is null, n.risk_level, carried.risk_level) as risk_level,
        if(carried.key is null, n.households_at_risk, carried.households_at_risk) as households_at_risk,
        if(carried.key is null, n.people_at_risk, carried.people_at_risk) as people_at_risk,
        if(carried.key is null, n.vulnerable_people, carried.vulnerable_people) as vulnerable_people,
        if(carried.key is null, n.assets_at_risk_wan, carried.assets_at_risk_wan) as assets_at_risk_wan,
        if(carried.key is null, n.prepare_rain_mm, carried.prepare_rain_mm) as prepare_rain_mm,
        if(carried.key is null, n.immediate_rain_mm, carried.immediate_rain_mm) as immediate_rain_mm,
        if(carried.key is null, n.rain_window_h, carried.rain_window_h) as rain_window_h,
        if(carried.key is null, n.station_code, carried.station_code) as station_code,
        if(carried.key is null, n.warning_signal, carried.warning_signal) as warning_signal,
        if(carried.key is null, n.drill_on, carried.drill_on) as drill_on,
        if(carried.key is null, n.evacuation_route, carried.evacuation_route) as evacuation_route,
        if(carried.key is null, n.evacuation_site, carried.evacuation_site) as evacuation_site,
        if(carried.key is null, n.administrative_officer, carried.administrative_officer) as administrative_officer,
        if(carried.key is null, n.administrative_phone, carried.administrative_phone) as administrative_phone,
        if(carried.key is null, n.monitoring_officer, carried.monitoring_officer) as monitoring_officer,
        if(carried.key is null, n.monitoring_phone, carried.monitoring_phone) as monitoring_phone,
        if(carried.key is null, n.evacuation_officer, carried.evacuation_officer) as evacuation_officer,
        if(carried.key is null, n.evacuation_phone, carried.evacuation_phone) as evacuation_phone,
        if(carried.key is null, n.status, carried.status) as status,
        if(carried.key is null, n.longitude, carried.longitude) as longitude,
        if(carried.key is null, n.latitude, carried.latitude) as latitude,
        if(carried.key is null, n.remark, carried.remark) as remark,
        n.raw,
        n.extra
    from last_turn
    inner join flood_risk_point_row as n
        on last_turn.turn_of_row = n.turn_of_row
    left join carried
        on n.key = carried.key
    left join snapshot_counted('flood_risk_point', moment, known_at) as replaced
        on n.reporting_unit = replaced.reporting_unit
);
