-- 三查记录: every row of every upload.
create table patrol_check_history (
    upload_id varchar,
    key varchar,
    source_sheet varchar,
    source_row integer,
    place_in_upload integer,
    is_noted boolean,
    point_code varchar,
    point_name varchar,
    township varchar,
    phase varchar,
    checked_at timestamp,
    checker varchar,
    finding varchar,
    has_danger_sign boolean,
    can_judge boolean,
    raw json,
    extra json
);
