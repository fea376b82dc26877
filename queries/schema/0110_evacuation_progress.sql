-- 转移避险进度台账: every row of every upload.
create table evacuation_progress_history (
    upload_id varchar,
    key varchar,
    source_sheet varchar,
    source_row integer,
    place_in_upload integer,
    is_noted boolean,
    point_code varchar,
    point_name varchar,
    township varchar,
    to_evacuate integer,
    evacuated integer,
    returned integer,
    destination varchar,
    updated_at timestamp,
    confirmed_by varchar,
    raw json,
    extra json
);
