-- 预警信号台账: every row of every upload.
create table warning_history (
    upload_id varchar,
    key varchar,
    source_sheet varchar,
    source_row integer,
    place_in_upload integer,
    is_noted boolean,
    kind varchar,
    level varchar,
    issuer varchar,
    issued_at timestamp,
    effective_until timestamp,
    lifted_at timestamp,
    townships varchar [],
    text varchar,
    raw json,
    extra json
);
