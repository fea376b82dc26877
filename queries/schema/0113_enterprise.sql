-- 重点监管企业名录: every row of every upload.
create table enterprise_history (
    upload_id varchar,
    key varchar,
    source_sheet varchar,
    source_row integer,
    place_in_upload integer,
    is_noted boolean,
    credit_code varchar,
    name varchar,
    township varchar,
    industry varchar,
    is_key boolean,
    supervisor_unit varchar,
    longitude double,
    latitude double,
    raw json,
    extra json
);
