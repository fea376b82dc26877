-- Uploads as they were known at a moment. What must be explained stays 待说明 until a reason came with it or after it.
create or replace view upload as
select
    e.*,
    coalesce(last_event.what = 'undone', false) as is_undone,
    case when last_event.what = 'undone' then last_event.done_by end as undone_by,
    case when last_event.what = 'undone' then last_event.happened_at end as undone_at,
    coalesce(found.finding_count, 0) as finding_count,
    coalesce(nullif(e.reason, ''), explained.reason) as explained,
    coalesce(found.finding_count > 0, false) and coalesce(nullif(e.reason, ''), explained.reason) is null as is_unexplained
from upload_entry as e
left join (
    select
        upload_id,
        count(*) as finding_count
    from finding
    group by upload_id
) as found
    on e.upload_id = found.upload_id
left join (
    select
        upload_id,
        arg_max(reason, happened_at) as reason
    from explanation
    group by upload_id
) as explained
    on e.upload_id = explained.upload_id
left join (
    select
        upload_id,
        arg_max(what, happened_at) as what,
        arg_max(done_by, happened_at) as done_by,
        max(happened_at) as happened_at
    from upload_event
    group by upload_id
) as last_event
    on e.upload_id = last_event.upload_id;

-- The uploads that count on a day, as known at a moment; the latest as_of, then the latest moment, has the last word.
create or replace macro upload_counted(which, moment, known_at) as table (
    select
        e.upload_id,
        e.as_of,
        e.accepted_at,
        e.reporting_unit,
        e.mode,
        row_number() over (order by e.as_of asc, e.accepted_at asc, e.upload_id asc) as turn
    from upload_entry as e
    where
        e.ledger = which
        and e.as_of <= moment
        and e.accepted_at <= known_at
        and e.upload_id not in (
            select v.upload_id
            from upload_event as v
            where v.happened_at <= known_at
            group by v.upload_id
            having arg_max(v.what, v.happened_at) = 'undone'
        )
);

-- The last full snapshot of each unit: a key that it no longer has is vanished.
create or replace macro snapshot_counted(which, moment, known_at) as table (
    select
        reporting_unit,
        max(turn) as turn
    from upload_counted(which, moment, known_at)
    where mode = 'replace'
    group by reporting_unit
);

-- Keys that a person declared to be the same thing as another, as known at a moment: the other key stands for both.
create or replace macro same_row(which, known_at) as table (
    select
        key,
        arg_max(same_as, happened_at) as same_as
    from (
        select
            s.key,
            s.same_as,
            arg_max_null(s.is_same, s.happened_at) as is_same,
            max(s.happened_at) as happened_at
        from same_row_entry as s
        where
            s.ledger = which
            and s.happened_at <= known_at
        group by
            s.key,
            s.same_as
    )
    where is_same
    group by key
);
