-- Whether two keys are one thing, as a person decided; NULL takes the decision back. The last entry of a pair counts.
create table same_row_entry (
    ledger varchar,
    key varchar,
    same_as varchar,
    is_same boolean,
    happened_at timestamp,
    done_by varchar
);
