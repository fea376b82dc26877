-- What an upload did that somebody must explain: rows closed without evidence, reopened, postponed or vanished, totals that disagree.
create table finding (
    upload_id varchar,
    ledger varchar,
    kind varchar,
    key varchar,
    source_sheet varchar,
    source_row integer,
    said varchar
);

-- The reason given later for an upload that came in without one.
create table explanation (
    upload_id varchar,
    happened_at timestamp,
    done_by varchar,
    reason varchar
);
