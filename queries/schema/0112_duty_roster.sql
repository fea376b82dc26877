-- 值班表: every row of every upload.
create table duty_roster_history (
    upload_id varchar,
    key varchar,
    source_sheet varchar,
    source_row integer,
    place_in_upload integer,
    is_noted boolean,
    duty_on date,
    post varchar,
    name varchar,
    phone varchar,
    unit varchar,
    raw json,
    extra json
);
