-- 避险安置点台账: the newest row of each key on a day, as known at a moment.
create or replace macro evacuation_site_as_of(moment, known_at) as table (
    with
    evacuation_site_row as (
        select
            h.* replace (coalesce(same.same_as, h.key) as key),
            u.as_of,
            u.turn,
            u.reporting_unit,
            s.columns,
            u.turn * 10000000 + h.place_in_upload as turn_of_row
        from evacuation_site_history as h
        inner join upload_counted('evacuation_site', moment, known_at) as u
            on h.upload_id = u.upload_id
        inner join upload_sheet as s
            on h.upload_id = s.upload_id and h.source_sheet = s.source_sheet
        left join same_row('evacuation_site', known_at) as same
            on h.key = same.key
    ),

    last_turn as (
        select
            key,
            max(turn_of_row) as turn_of_row,
            count(distinct columns) > 1 as has_older_columns
        from evacuation_site_row
        group by key
    ),

    -- A column that the newest sheet lacks keeps its last value; a blank cell in a column that it has means blank.
    carried as (
        select
            key,
            arg_max_null(site_code, turn_of_row) filter (where list_contains(columns, 'site_code')) as site_code,
            arg_max_null(name, turn_of_row) filter (where list_contains(columns, 'name')) as name,
            arg_max_null(township, turn_of_row) filter (where list_contains(columns, 'township')) as township,
            arg_max_null(village, turn_of_row) filter (where list_contains(columns, 'village')) as village,
            arg_max_null(site_type, turn_of_row) filter (where list_contains(columns, 'site_type')) as site_type,
            arg_max_null(address, turn_of_row) filter (where list_contains(columns, 'address')) as address,
            arg_max_null(capacity, turn_of_row) filter (where list_contains(columns, 'capacity')) as capacity,
            arg_max_null(effective_area_m2, turn_of_row) filter (where list_contains(columns, 'effective_area_m2')) as effective_area_m2,
            arg_max_null(state, turn_of_row) filter (where list_contains(columns, 'state')) as state,
            arg_max_null(occupied, turn_of_row) filter (where list_contains(columns, 'occupied')) as occupied,
            arg_max_null(has_road, turn_of_row) filter (where list_contains(columns, 'has_road')) as has_road,
            arg_max_null(has_power, turn_of_row) filter (where list_contains(columns, 'has_power')) as has_power,
            arg_max_null(has_water, turn_of_row) filter (where list_contains(columns, 'has_water')) as has_water,
            arg_max_null(has_network, turn_of_row) filter (where list_contains(columns, 'has_network')) as has_network,
            arg_max_null(supplies, turn_of_row) filter (where list_contains(columns, 'supplies')) as supplies,
            arg_max_null(keeper_unit, turn_of_row) filter (where list_contains(columns, 'keeper_unit')) as keeper_unit,
            arg_max_null(keeper, turn_of_row) filter (where list_contains(columns, 'keeper')) as keeper,
            arg_max_null(phone, turn_of_row) filter (where list_contains(columns, 'phone')) as phone,
            arg_max_null(longitude, turn_of_row) filter (where list_contains(columns, 'longitude')) as longitude,
            arg_max_null(latitude, turn_of_row) filter (where list_contains(columns, 'latitude')) as latitude,
            arg_max_null(remark, turn_of_row) filter (where list_contains(columns, 'remark')) as remark
        from evacuation_site_row
        where key in (select t.key from last_turn as t where t.has_older_columns)
        group by key
    )

    -- Places that are free: a site that is only designated holds nobody yet; an opened one that does not say is not known.
    select
        *,
        case
            when capacity is null then null
            when occupied is not null then greatest(capacity - occupied, 0)
            when state = 'full' then 0
            when coalesce(state = 'designated', true) then capacity
        end as free_capacity
    from (
        select
            n.key,
            n.upload_id,
            n.source_sheet,
            n.source_row,
            n.reporting_unit,
            n.as_of as counts_from,
            n.is_noted,
            coalesce(n.turn < replaced.turn, false) as is_vanished,
            if(carried.key is null, n.site_code, carried.site_code) as site_code,
            if(carried.key is null, n.name, carried.name) as name,
            if(carried.key is null, n.township, carried.township) as township,
            if(carried.key is null, n.village, carried.village) as village,
            if(carried.key is null, n.site_type, carried.site_type) as site_type,
            if(carried.key is null, n.address, carried.address) as address,
            if(carried.key is null, n.capacity, carried.capacity) as capacity,
            if(carried.key is null, n.effective_area_m2, carried.effective_area_m2) as effective_area_m2,
            if(carried.key is null, n.state, carried.state) as state,
            if(carried.key is null, n.occupied, carried.occupied) as occupied,
            if(carried.key is null, n.has_road, carried.has_road) as has_road,
            if(carried.key is null, n.has_power, carried.has_power) as has_power,
            if(carried.key is null, n.has_water, carried.has_water) as has_water,
            if(carried.key is null, n.has_network, carried.has_network) as has_network,
            if(carried.key is null, n.supplies, carried.supplies) as supplies,
            if(carried.key is null, n.keeper_unit, carried.keeper_unit) as keeper_unit,
            if(carried.key is null, n.keeper, carried.keeper) as keeper,
            if(carried.key is null, n.phone, carried.phone) as phone,
            if(carried.key is null, n.longitude, carried.longitude) as longitude,
            if(carried.key is null, n.latitude, carried.latitude) as latitude,
            if(carried.key is null, n.remark, carried.remark) as remark,
            n.raw,
            n.extra
        from last_turn
        inner join evacuation_site_row as n
            on last_turn.turn_of_row = n.turn_of_row
        left join carried
            on n.key = carried.key
        left join snapshot_counted('evacuation_site', moment, known_at) as replaced
            on n.reporting_unit = replaced.reporting_unit
    )
);
