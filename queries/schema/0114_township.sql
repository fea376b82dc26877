-- 乡镇（街道）及报送单位名录: every row of every upload.
create table township_history (
    upload_id varchar,
    key varchar,
    source_sheet varchar,
    source_row integer,
    place_in_upload integer,
    is_noted boolean,
    division_code varchar,
    name varchar,
    aliases varchar,
    kind varchar,
    population integer,
    leader varchar,
    must_report boolean,
    raw json,
    extra json
);
