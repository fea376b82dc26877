-- 信访举报交办件台账: every row of every upload.
create table complaint_case_history (
    upload_id varchar,
    key varchar,
    source_sheet varchar,
    source_row integer,
    place_in_upload integer,
    is_noted boolean,
    case_code varchar,
    received_on date,
    content varchar,
    township varchar,
    pollution_types varchar [],
    substantiated varchar,
    handling varchar,
    status varchar,
    closed_on date,
    accountability varchar,
    penalty_wan double,
    is_focus boolean,
    is_cross_boundary boolean,
    raw json,
    extra json
);
