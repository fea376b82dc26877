-- How ready each flood risk point is before the season: six items, and its 险情等级 against what people and assets make of it.
-- day_seen: the day looked at; a drill counts in its year; the others: from how many people, and how many 万元, on each grade begins
-- returns: one row per point that is not 核销
create or replace macro point_readiness(
    day_seen,
    medium_people,
    large_people,
    extra_large_people,
    medium_assets,
    large_assets,
    extra_large_assets
) as table (
    with
    site_named as (
        select distinct name
        from evacuation_site_now
        where name is not null
    ),

    -- 险情等级: the graver of people and assets; “以上” includes the number itself. Without limits there is no grade.
    graded as (
        select
            p.*,
            s.name is not null as is_site_listed,
            case
                when p.people_at_risk >= extra_large_people::double then 4
                when p.people_at_risk >= large_people::double then 3
                when p.people_at_risk >= medium_people::double then 2
                when p.people_at_risk < medium_people::double then 1
            end as grade_by_people,
            case
                when p.assets_at_risk_wan >= extra_large_assets::double then 4
                when p.assets_at_risk_wan >= large_assets::double then 3
                when p.assets_at_risk_wan >= medium_assets::double then 2
                when p.assets_at_risk_wan < medium_assets::double then 1
            end as grade_by_assets,
            list_position(['small', 'medium', 'large', 'extra_large'], p.danger_grade) as grade_declared
        from flood_risk_point_now as p
        left join site_named as s
            on p.evacuation_site = s.name
        where coalesce(p.status <> 'closed', true)
    ),

    item as (
        select
            *,
            administrative_officer is not null and monitoring_officer is not null and evacuation_officer is not null as has_officers,
            administrative_phone is not null and monitoring_phone is not null and evacuation_phone is not null as has_phones,
            evacuation_route is not null as has_route,
            warning_signal is not null as has_signal,
            evacuation_site is not null as has_site,
            coalesce(drill_on between date_trunc('year', day_seen::date) and day_seen::date, false) as has_drill,
            -- greatest() passes over NULL: with one of the two the grade is at least that.
            greatest(grade_by_people, grade_by_assets) as grade_computed
        from graded
    )

    select
        * exclude (is_site_listed),
        if(has_site, is_site_listed, null) as is_site_listed,
        ['small', 'medium', 'large', 'extra_large'][grade_computed] as computed_grade,
        grade_computed is not null and (grade_by_people is null or grade_by_assets is null) and grade_computed < 4 as is_at_least,
        case
            when grade_declared < grade_computed then true
            when grade_by_people is null or grade_by_assets is null then if(grade_declared = 4 and grade_computed = 4, false, null)
            else grade_declared <> grade_computed
        end as is_grade_mismatch,
        has_officers::integer
        + has_phones::integer
        + has_route::integer
        + has_signal::integer
        + has_site::integer
        + has_drill::integer as filled_count
    from item
);
