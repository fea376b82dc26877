-- 生产安全事故快报台账: every row of every upload.
create table accident_history (
    upload_id varchar,
    key varchar,
    source_sheet varchar,
    source_row integer,
    place_in_upload integer,
    is_noted boolean,
    accident_code varchar,
    happened_at timestamp,
    township varchar,
    site varchar,
    industry varchar,
    kind varchar,
    deaths integer,
    injured integer,
    loss_wan double,
    cause varchar,
    status varchar,
    closed_on date,
    remark varchar,
    raw json,
    extra json
);
