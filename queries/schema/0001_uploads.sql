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
    done_by varchar
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
