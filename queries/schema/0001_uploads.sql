-- What was handed in, and what became of it. Rows are only ever added.
create table upload_entry (
    upload_id varchar,
    ledger varchar,
    file_name varchar,
    sha256 varchar,
    byte_count bigint,
    reporting_unit varchar,
    sent_by varchar,
    accepted_at timestamp,
    as_of date,
    mode varchar,
    reason varchar,
    row_count integer,
    noted_count integer,
    waiting_count integer,
    new_count integer,
    changed_count integer,
    same_count integer,
    reopened_count integer,
    postponed_count integer,
    vanished_count integer,
    problems json
);

-- One row per sheet of an upload: the columns that it had, so that a column it lacks keeps its last value.
create table upload_sheet (
    upload_id varchar,
    source_sheet varchar,
    header_rows integer [],
    columns varchar [],
    headings json,
    skipped json
);

-- accepted · undone · redone, one row each time.
create table upload_event (
    upload_id varchar,
    happened_at timestamp,
    what varchar,
    done_by varchar,
    reason varchar
);

-- Rows that wait with their upload until somebody puts them right; in no _now.
create table waiting_row (
    upload_id varchar,
    ledger varchar,
    source_sheet varchar,
    source_row integer,
    contents json,
    problems json
);

-- Boundaries and decisions: each change raises the data version.
create table change_entry (
    happened_at timestamp,
    what varchar,
    done_by varchar,
    details json
);

-- Every pair of coordinates met so far that lies outside the county by more than 2 km (坐标存疑).
create table outside_point (
    longitude double,
    latitude double
);

-- Uploads as they were known at a moment.
create view upload as
select
    e.*,
    coalesce(last_event.what = 'undone', false) as is_undone,
    case when last_event.what = 'undone' then last_event.done_by end as undone_by,
    case when last_event.what = 'undone' then last_event.happened_at end as undone_at
from upload_entry as e
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
create macro upload_counted(which, moment, known_at) as table (
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
